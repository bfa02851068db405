# A user who is not root: `zwinnow allow` prints what it takes, a run looks first and is refused with the same commands, and with what was
# printed it is done. Whoever is root is not asked.
make_job tank/data 'tank/my data'
on source zfs set compression=lz4 tank/data
at '2026-03-01 12:00:00'
remember

# --- allow ---
job=(offsite1 backup/server1)
allowed() { # ARG…: zwinnow allow, which changes nothing; what it printed is in $WORK/out
  zw allow "$@" "${job[@]}"
  expect_status 0
  expect_equal "$(cat "$WORK/err")" '' stderr
  expect_unchanged
}
expect_lines() { diff <(printf '%s\n' "$@") "$WORK/out" >&2 || fail "it printed something else"; }

nobody='on this host: zwinnow runs as root there, so nothing needs to be delegated. For another user: --user'
allowed --ssh-source bk@source
expect_lines '# Source, on bk@source, as root:' 'zfs allow -u bk destroy,hold,mount,release,send,snapshot tank' "# Target, $nobody"

allowed --user=bk --ssh-source source --rollback --clear-mountpoint --no-thinning --bookmarks
expect_lines '# Source, on source, as root:' \
  'zfs allow -u bk bookmark,destroy,release,send,snapshot tank' \
  '# Target, on this host, as root:' \
  'zfs allow -u bk canmount,create,hold,mount,receive,release,rollback,userprop backup/server1' \
  '# For new copies; without it they stay writable:' 'zfs allow -u bk readonly backup/server1' \
  '# Properties that are set on the source; without these they do not arrive, the data does:' \
  'zfs allow -u bk compression backup/server1'

zw allow --ssh-source bk@source offsite1
expect_lines '# Source, on bk@source, as root:' 'zfs allow -u bk destroy,mount,snapshot tank'

zw allow --ssh-source bk@source other backup/server1
expect_refusal 'No source filesystems selected: nothing to allow' 'autobackup:other=true'
for user in -g 'two users' a,b ''; do
  zw allow "--user=$user" "${job[@]}"
  expect_refusal '--user'
  expect_no_commands
done
zw allow --plan=sh "${job[@]}"
expect_status 255

# --- The check ---
pull_as_bk() { zw backup --ssh-source bk@source "$@" "${job[@]}"; }
expect_not_allowed() { # LINE…: nothing is done, and these lines say why
  expect_status 255
  diff <(printf '! %s\n' "$@" "Nothing was done. 'zwinnow allow' with the options of this job prints all that it needs.") "$WORK/err" >&2 ||
    fail "it said something else"
  expect_unchanged
}
lacking='[Source] user bk lacks destroy, hold, mount, release, send, snapshot on tank. As root on bk@source: '
lacking+='zfs allow -u bk destroy,hold,mount,release,send,snapshot tank'
for how in --verbose --test --plan=sh --plan=json; do
  pull_as_bk "$how"
  expect_not_allowed "$lacking"
done
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
run_program backup "$WORK/zfs-autobackup" --ssh-source bk@source "${job[@]}"
expect_not_allowed "$lacking"

# allow_as_printed HOST SIDE ARG…: has that host do what is printed for a side.
allow_as_printed() {
  zw allow "${@:3}" "${job[@]}"
  sed -n "/^# $2,/,/^# [ST].*,/p" "$WORK/out" > "$WORK/lines"
  on "$1" sh -e "$WORK/lines"
}
# A host that lets only certain commands through cannot be asked: that is said, and the run goes on.
remember asked
FAKE_ZFS_FAULT='zfs allow*:126:this key may not do that' pull_as_bk
expect_out 'NOTE: [Source] cannot find out what its user is allowed: '
expect_out 'So it was not checked'
expect_ran source 'zfs snapshot'
FAKE_ZFS_FAULT='zfs allow*:126:this key may not do that' zw allow --ssh-source bk@source "${job[@]}"
expect_status 255
expect_err '[Source] cannot find out what its user is allowed'
recall asked

on source zfs allow -u bk destroy,mount,release,snapshot tank
remember
pull_as_bk
expect_not_allowed '[Source] user bk lacks hold, send on tank. As root on bk@source: zfs allow -u bk hold,send tank'
allow_as_printed source Source --ssh-source bk@source
pull_as_bk
expect_status 0
expect_quiet
expect_ran source 'zfs allow tank'
expect_ran backup 'zfs list -H -o canmount,mounted.*backup/server1/tank/data' # which of them to mount
expect_not_ran backup 'zfs allow'

# With nothing to do, and of root, nothing is asked.
pull_as_bk
expect_status 0
expect_not_ran source 'zfs allow'
write source tank/data
at '2026-03-02 12:00:00'
zw backup --ssh-source root@source "${job[@]}"
expect_status 0
expect_not_ran source 'zfs allow'

# What was given on each dataset by itself will do.
rm "$FAKE_ZFS_STATE/source/allowed"
all=destroy,hold,mount,release,send,snapshot
for dataset in tank tank/data 'tank/my data'; do on source zfs allow -u bk "$all" "$dataset"; done
write source tank/data
at '2026-03-03 12:00:00'
pull_as_bk
expect_status 0

# Or the zfs command gets its rights in another way.
rm "$FAKE_ZFS_STATE/source/allowed"
write source tank/data
at '2026-03-04 12:00:00'
pull_as_bk --skip-permission-check
expect_status 0
expect_not_ran source 'zfs allow'

# --- A target whose user is not root: nothing is mounted there, and properties that will not arrive are told ---
make_pools
make_job tank/data
on source zfs set compression=lz4 tank/data
push_as_bk() { zw_on source backup --ssh-target bk@backup "${job[@]}"; }
on backup zfs allow -u bk create,destroy,mount,receive backup
remember
zw_on source backup --test --ssh-target backup "${job[@]}"
expect_status 0
expect_not_ran source 'local,received'
push_as_bk
expect_not_allowed \
  '[Target] user bk lacks hold, release on backup/server1. As root on bk@backup: zfs allow -u bk hold,release backup/server1'
on backup zfs allow -u bk hold,release backup/server1
push_as_bk
expect_status 0
expect_out 'NOTE: [Target] user bk lacks leave to set compression, readonly, userprop below backup/server1: so copies go without. As root on bk@backup: zfs allow -u bk compression,readonly,userprop backup/server1'
expect_out 'NOTE: [Target] 2 new filesystems stay unmounted: only root can mount on Linux, and the user there is bk'
expect_out 'NOTE: [Target] 2 copies are not read-only'
expect_not_ran backup 'zfs mount'
expect_not_ran backup 'zfs recv.*readonly'
on backup zfs allow -u bk compression,userprop backup/server1
on backup zfs set readonly=on backup/server1
write source tank/data
at '2026-03-05 12:00:00'
push_as_bk
expect_status 0
expect_quiet
expect_equal "$(commands source 'local,received') + $(commands source 'zfs allow') + $(commands backup 'zfs allow')" '1 + 0 + 1' 'what was asked'
