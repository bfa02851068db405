# Failures that are easily hidden: more of them than fit the end of stderr, a plan that cannot be written, a hook after nothing was sent, a
# snapshot that cannot go or has gone, a parent that is never sent, a tag that zfs would take for an option.
zfs=$FAKE_BIN/fake_zfs
rm -rf "$FAKE_ZFS_STATE"
on source "$zfs" --make pools=1,datasets=260,snapshots=1,name=offsite1
on backup zpool create backup /dev/fake
on backup zfs create backup/server1
at '2026-03-01 12:00:00'
mkdir "$WORK/broken"
cat > "$WORK/broken/zfs" << 'END'
#!/bin/bash
if [[ $1 == hold && $FAKE_ZFS_HOST == backup ]]; then
  for snapshot in "${@:3}"; do printf "cannot hold snapshot '%s': permission denied %0300d\\n" "$snapshot" 0 >&2; done
  exit 1
fi
exec "$FAKE_BIN/zfs" "$@"
END
chmod +x "$WORK/broken/zfs"
PATH=$WORK/broken:$PATH pull --allow-empty
expect_status 254
(($(grep FAILED "$WORK/err" | wc -c) > 65536)) || fail "all of it fits the end of stderr"
expect_equal "$(grep -c 'FAILED: ' "$WORK/err")" "$(on source zfs list -H -o name | wc -l)" "datasets that are said to have failed"

rm -rf "$FAKE_ZFS_STATE"
make_pools
make_job tank/data tank/other
write source tank/data
for form in sh json; do
  status=0 # read by expect_status
  # shellcheck disable=SC2034
  faked backup "$ZWINNOW" backup --plan=$form --ssh-source source offsite1 backup/server1 > /dev/full 2> "$WORK/err" || status=$?
  expect_status 255
  expect_err 'cannot write the plan'
done
pull --plan=sh
remember
for lines in 10 1; do # without so many of its last lines
  head -n "-$lines" "$WORK/out" > "$WORK/script"
  FAKE_ZFS_HOST=backup sh "$WORK/script" > "$WORK/out2" 2> "$WORK/err" || :
  expect_unchanged
done

FAKE_ZFS_FAULT='zfs snapshot*:1:cannot create snapshots: out of space' pull --post-transfer-cmd "touch $WORK/hook"
expect_status 3
[[ ! -e $WORK/hook ]] || fail "a hook after a transfer that never was"

# What cannot be destroyed counts, and is no reason not to send.
each_day 1 3 tank/data pull
at '2026-03-04 12:00:00'
write source tank/data
remember
FAKE_ZFS_FAULT='zfs destroy backup/server1/tank/data@*:1:cannot destroy snapshots: permission denied' pull --keep-target=1
expect_status 1
expect_err '[Source] tank/data: FAILED:'
expect_exists backup "backup/server1/tank/data@$(days 4)"
expect_holds source tank/data "tank/data@$(days 4) zfs_autobackup:offsite1"
# Somebody else has destroyed it meanwhile: that is what was wanted.
recall
cat > "$WORK/broken/zfs" << 'END'
#!/bin/bash
if [[ $1 == destroy && $2 == *@* && ! -e $WORK/once && $FAKE_ZFS_HOST == backup ]]; then touch "$WORK/once"; "$FAKE_BIN/zfs" "$@"; fi
exec "$FAKE_BIN/zfs" "$@"
END
PATH=$WORK/broken:$PATH pull --keep-target=3
expect_status 0
expect_exists backup "backup/server1/tank/data@$(days 4)"

# A parent without a snapshot: its children say what to do, before anything is tried.
on source zfs create tank/parent
on source zfs create tank/parent/child
on source zfs snapshot "tank/parent/child@$(days 4)"
pull --no-snapshot
expect_status 1
expect_err '! [Source] tank/parent/child: FAILED: its parent tank/parent has no snapshot to send'
expect_not_ran source 'zfs send.*child'
pull
expect_status 0
expect_exists backup backup/server1/tank/parent/child

for tag in -r '' 'two words'; do
  pull "--hold-format=$tag"
  expect_status 255
done
