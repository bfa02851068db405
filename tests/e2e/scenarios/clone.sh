# `zwinnow clone SRC[@SNAPSHOT] DST`: a writable tree of a backup, in its pool.
clone() { zw clone "$@"; }
tree=backup/server1/tank/vm
on backup zfs create -p "$tree"
for dataset in a a/deep late; do on backup zfs create "$tree/$dataset"; done
on backup zfs create -V 1000000 "$tree/disk"
on backup zfs set autobackup:offsite1=true "$tree"
on backup zfs set mountpoint=/srv/vm readonly=on "$tree"
for dataset in "$tree" "$tree/a" "$tree/a/deep" "$tree/disk"; do
  on backup zfs snapshot "$dataset@one"
  write backup "$dataset"
done
on backup zfs snapshot "$tree/a@two"
on backup zfs set autobackup:here=true com.sun:auto-snapshot:daily=true backup
value() { on backup zfs get -H -o value "$1" "$2"; }
remember

# The newest snapshot of each; what has none is left out, and said.
clone -v "$tree" backup/test
expect_status 0
expect_equal "$(on backup zfs get -Hr -o name,value origin backup/test | tr '\t' ' ')" "backup/test $tree@one
backup/test/a $tree/a@two
backup/test/a/deep $tree/a/deep@one
backup/test/disk $tree/disk@one" "the clones"
expect_out "NOTE: [Target] $tree/late: Not cloned: it has no snapshot"
expect_out 'cloned 4/5 datasets to backup/test. To destroy the clones: zfs destroy -r backup/test'

# Writable, mounted below DST and nowhere else, and nobody's source, whatever the pool says.
for dataset in backup/test backup/test/a backup/test/a/deep; do
  expect_equal "$(value readonly $dataset) $(value canmount $dataset) $(value mounted $dataset) $(value mountpoint $dataset)" \
    "off noauto yes /$dataset" "$dataset"
done
for dataset in backup/test backup/test/a/deep backup/test/disk; do
  for property in autobackup:here autobackup:offsite1 com.sun:auto-snapshot com.sun:auto-snapshot:daily; do
    expect_equal "$(value $property $dataset)" false "$property of $dataset"
  done
done
zw backup --test offsite1 --no-send
expect_no_out 'backup/test: Selected'
zw backup --test here --no-send
expect_no_out 'backup/test: Selected'
expect_no_out 'backup/test/a: Selected'

# They go without a trace.
on backup zfs destroy -r backup/test
state_of backup > "$WORK/after"
recall
state_of backup > "$WORK/before"
cmp "$WORK/before" "$WORK/after" || fail "the backup has changed"

# A snapshot by name: what lacks it, and what is below that, is left out.
on backup zfs snapshot "$tree@three" "$tree/a/deep@three"
clone -v "$tree@three" backup/test
expect_status 0
expect_equal "$(on backup zfs list -Hr -o name backup/test)" backup/test "the clones"
expect_out "NOTE: [Target] $tree/a: Not cloned: it has no snapshot @three"
expect_out "NOTE: [Target] $tree/a/deep: Not cloned: what is above it is not"
recall
clone "$tree/a@one" backup/one
expect_status 0
expect_quiet

# Over ssh, both on the same host; a volume alone.
zw_on source clone backup:"$tree" backup:backup/far -v
expect_status 0
expect_out 'To destroy the clones on backup: zfs destroy -r backup/far'
expect_ran backup "zfs clone -o canmount=noauto $tree/a@two backup/far/a"
clone "$tree/disk" backup/disk
expect_status 0
expect_equal "$(value readonly backup/disk)" off "a volume"
expect_not_ran backup 'zfs mount'

# What is not mounted, and how it would be.
recall
on backup zfs create -o mountpoint=none backup/hidden
clone "$tree" backup/hidden/test
expect_status 0
expect_out "NOTE: [Target] backup/hidden/test: Not mounted: it inherits mountpoint=none: zfs set mountpoint=/mnt/clone backup/hidden/test, then, as root: zfs list"
expect_equal "$(value mounted backup/hidden/test)" no "mounted"
on backup zfs create backup/copy
on backup zfs set zwinnow:source="1:2:tank/x" backup/copy
clone "$tree" backup/copy/test
expect_status 0
expect_out 'NOTE: [Target] backup/copy/test: Not mounted: backup/copy is a copy, and a directory made in it for a mountpoint would change it'
FAKE_ZFS_USER=ann clone "$tree" backup/user
expect_status 0
expect_out "NOTE: [Target] backup/user: Not mounted: only root can on Linux: zfs list -H -o name -t filesystem -r backup/user | xargs -d '\\n' -n 1 zfs mount"

# Encrypted ones have their key from where their origin has it.
on backup zfs create -o encryption=on -o keyformat=passphrase -o keylocation=file:///key backup/secret
on backup zfs create backup/secret/child
for dataset in backup/secret backup/secret/child; do on backup zfs snapshot "$dataset@one"; done
clone backup/secret backup/open
expect_status 0
expect_quiet
expect_equal "$(value mounted backup/open/child)" yes "mounted"
on backup zfs unmount backup/secret
on backup zfs destroy -r backup/open
on backup zfs unload-key backup/secret
clone backup/secret backup/closed
expect_status 0
expect_out 'NOTE: [Target] backup/closed, backup/closed/child: the key of backup/secret is needed to read them: zfs load-key backup/secret, then for filesystems zfs mount backup/closed and 1 more'

# What cannot be cloned is refused, with what helps.
recall
clone "$tree" tank/test
expect_refusal "a clone lies in the pool of its origin" "zwinnow sync $tree tank/test"
clone source:tank/x backup/test
expect_refusal "are in two pools. To send a copy there: zwinnow sync source:tank/x backup/test"
clone "$tree" backup/server1
expect_refusal 'backup/server1 exists already'
clone "$tree" backup/no/where
expect_refusal 'its parent backup/no does not exist: zfs create -p backup/no'
clone "$tree" "$tree/test"
expect_refusal "$tree/test would lie within $tree"
clone "$tree@nowhere" backup/test
expect_refusal "the snapshot $tree@nowhere does not exist: zfs list -t snapshot $tree"
clone "$tree/late" backup/test
expect_refusal "$tree/late has no snapshot to clone"
clone backup/nothing backup/test
expect_refusal 'there is no dataset backup/nothing'
clone "$tree" backup
expect_refusal 'backup'
clone "$tree"
expect_status 255
expect_err DST
clone "$tree" 'backup/test@x'
expect_status 255
clone "$tree" 'backup/-o x;y'
expect_status 255
expect_unchanged

# One that zfs refuses takes with it what is below it, and no more.
FAKE_ZFS_FAULT='zfs clone*backup/test/a:1:cannot create: no room' clone "$tree" backup/test
expect_status 2
expect_err "$tree/a: FAILED"
expect_err "$tree/a/deep: FAILED: its parent $tree/a could not be cloned"
expect_equal "$(on backup zfs list -Hr -o name backup/test)" $'backup/test\nbackup/test/disk' "the others"
expect_equal "$(value mounted backup/test)" yes "the others are mounted"

# Dry run, script and JSON.
recall
clone --test "$tree" backup/test
expect_status 0
expect_out "CMDSKIP> (zfs clone -o canmount=noauto $tree/a@two backup/test/a)"
clone --plan=json "$tree" backup/test
expect_status 0
jq -e '[.phases[].steps[].step] == ["clone","clone","clone","clone","mount_in_place"]' "$WORK/out" > /dev/null || fail "another plan: $(< "$WORK/out")"
clone --plan=sh "$tree" backup/test
expect_status 0
expect_unchanged
cp "$WORK/out" "$WORK/script"
clone --json "$tree" backup/test
jq -e '.verb == "clone" and .targetVolume == "backup/test" and .result == "ok" and ([.datasets[] | select(.outcome == "cloned")] | length) == 4' \
  "$WORK/out" > /dev/null || fail "other JSON: $(< "$WORK/out")"
state_of backup > "$WORK/by-run"
recall
on backup sh -e "$WORK/script" > /dev/null
state_of backup > "$WORK/by-script"
cmp "$WORK/by-run" "$WORK/by-script" || fail "the script leaves other pools"
recall
on backup zfs destroy "$tree/disk@one"
on backup zfs snapshot "$tree/disk@one"
! on backup sh "$WORK/script" 2> "$WORK/err" || fail "the script goes on with another snapshot"
expect_err 'The pools have changed since this script was made'
