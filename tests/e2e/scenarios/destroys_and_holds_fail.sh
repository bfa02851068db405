# Destroys, holds and releases that do not work: what is held by others is a warning, a clone and all else counts as a failure of the
# dataset; a tag that is there already or gone already is as good.
make_job tank/data tank/other
each_day 1 3 tank/data pull
write source tank/data
write source tank/other
at '2026-03-04 12:00:00'
remember

# Held by somebody on the target.
on backup zfs hold keep "backup/server1/tank/data@$(days 2)"
pull --verbose --keep-target=1
expect_status 0
expect_out "NOTE: [Target] backup/server1/tank/data@$(days 2): Keeping, it is held by 'keep'"
expect_snapshots backup backup/server1/tank/data "$(days 2 4)"
recall
on backup zfs hold keep "backup/server1/tank/data@$(days 3)"
pull --verbose --keep-target=1
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 3 4)"
# On the source it is known before, and not tried.
recall
on source zfs hold keep "tank/data@$(days 2)"
pull --verbose --keep-source=1
expect_status 0
expect_snapshots source tank/data "$(days 2 4)"
expect_not_ran source "zfs destroy.*$(days 2)"

# A clone is seen in the listing, and left alone.
recall
on backup zfs clone "backup/server1/tank/data@$(days 1)" backup/clone
on source zfs clone "tank/data@$(days 1)" tank/clone
on source zfs set autobackup:offsite1=false tank/clone
pull --keep-source=1 --keep-target=1
expect_status 0
expect_snapshots source tank/data "$(days 1 4)"
expect_snapshots backup backup/server1/tank/data "$(days 1 4)"

# A clone made since the listing, or anything else: the dataset fails, after it was sent; the other one does not.
for text in "cannot destroy 'backup/server1/tank/data@$(days 1)': snapshot has dependent clones" 'cannot destroy snapshots: permission denied'; do
  recall
  FAKE_ZFS_FAULT="zfs destroy backup/server1/tank/data@*:1:$text" pull --keep-target=1
  expect_status 1
  expect_err '! [Source] tank/data: FAILED:'
  expect_err "$text"
  expect_snapshots backup backup/server1/tank/other "$(days 4)"
done
at '2026-03-05 12:00:00'
write source tank/data
pull --keep-target=1
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 5)"
at '2026-03-04 12:00:00'

# The tag is there already on one of them, on either side; or was gone already.
for host in source backup; do
  recall
  [[ $host == source ]] && name=tank/data || name=backup/server1/tank/data
  at '2026-03-04 12:00:00'
  pull --no-holds
  on "$host" zfs hold zfs_autobackup:offsite1 "$name@$(days 4)"
  [[ $host == source ]] || on backup zfs release zfs_autobackup:offsite1 "$name@$(days 3)"
  at '2026-03-05 12:00:00'
  write source tank/data
  FAKE_ZFS_FAULT="zfs hold zfs_autobackup:offsite1 *:1:cannot hold snapshot 'backup/server1/tank/data@$(days 5)': tag already exists on this dataset" pull
  expect_status 0
  expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4 5)"
done

# A release that finds no such tag is as good; one that is not permitted is not.
recall
at '2026-03-04 12:00:00'
on backup zfs release zfs_autobackup:offsite1 "backup/server1/tank/data@$(days 3)"
pull
expect_status 0
expect_holds source tank/data "tank/data@$(days 4) zfs_autobackup:offsite1"
for verb in hold release; do
  recall
  FAKE_ZFS_FAULT="backup zfs $verb *:1:cannot $verb: permission denied" pull --keep-source=1
  [[ $status != 0 ]] || fail "success although $verb failed"
  expect_err 'permission denied'
  expect_err '! [Source] tank/data: FAILED:'
  expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4)"
done

# A mount that fails only warns.
on source zfs create tank/new
on backup zfs set mountpoint="$WORK/mnt" backup/server1
mkdir -p "$WORK/mnt/tank/new"
at '2026-03-06 12:00:00'
FAKE_ZFS_FAULT="zfs mount *:1:cannot mount 'x': Insufficient privileges" pull
expect_status 0
expect_out "NOTE: [Target] 1 of 1 new filesystems stay unmounted: backup/server1/tank/new (cannot mount 'x': Insufficient privileges)"
