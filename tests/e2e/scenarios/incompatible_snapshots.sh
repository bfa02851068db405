# Snapshots made on the target after the common base: empty ones do not matter, others are refused with what to do, and nothing of that
# dataset is thinned; --destroy-incompatible destroys them and rolls back.
make_job tank/data tank/empty
each_day 1 2 tank/data pull
each_day 1 2 tank/empty pull
write backup backup/server1/tank/data
on backup zfs snapshot backup/server1/tank/data@mine
on backup zfs snapshot backup/server1/tank/data@mine-too   # empty, but after one that is not
on backup zfs snapshot backup/server1/tank/empty@mine
at '2026-03-03 12:00:00'
write source tank/data
write source tank/empty
remember

pull --keep-source=1 --keep-target=1
expect_status 1
expect_err '! [Target] backup/server1/tank/data@mine: Incompatible snapshot'
expect_err '! [Target] backup/server1/tank/data@mine-too: Incompatible snapshot'
expect_err '! [Source] tank/data: FAILED: Please destroy incompatible snapshots on target, or use --destroy-incompatible.'
expect_err '! 1 dataset(s) failed!'
expect_snapshots source tank/data "$(days 1 2 3)"
expect_snapshots backup backup/server1/tank/data "$(days 1 2) mine mine-too"
expect_holds source tank/data "tank/data@$(days 2) zfs_autobackup:offsite1"
expect_snapshots source tank/empty "$(days 3)"
expect_snapshots backup backup/server1/tank/empty "mine $(days 3)"

recall
pull --test --keep-source=1 --keep-target=1
expect_status 1
expect_err '! [Target] backup/server1/tank/data@mine: Incompatible snapshot'
expect_unchanged

pull --verbose --destroy-incompatible --keep-source=1 --keep-target=1
expect_status 0
expect_out '  [Target] backup/server1/tank/data@mine: Destroying'
expect_not_ran backup 'zfs rollback -'
expect_not_ran backup 'zfs destroy -'
recall
same_as_script backup --ssh-source source --destroy-incompatible --keep-source=1 --keep-target=1 offsite1 backup/server1
expect_snapshots source tank/data "$(days 3)"
expect_snapshots backup backup/server1/tank/data "$(days 3)"
expect_snapshots backup backup/server1/tank/empty "mine $(days 3)"

# One that is held by somebody cannot go: said, the dataset fails, and nothing is received over it.
recall
on backup zfs hold keep backup/server1/tank/data@mine
pull --destroy-incompatible
expect_status 1
expect_out "NOTE: [Target] backup/server1/tank/data@mine: Keeping, it is held by 'keep'"
expect_err '[Source] tank/data: FAILED:'
expect_snapshots backup backup/server1/tank/data "$(days 1 2) mine"
expect_holds source tank/data "tank/data@$(days 2) zfs_autobackup:offsite1"

# No common snapshot at all: refused with what to do; no option destroys a backup for that, and nothing is thinned.
recall
on source zfs release zfs_autobackup:offsite1 "tank/data@$(days 2)"
on source zfs destroy "tank/data@$(days 1),$(days 2)"
for option in --destroy-incompatible --rollback; do
  pull "$option" --keep-source=1 --keep-target=1
  expect_status 1
  expect_err '! [Source] tank/data: FAILED: Cant find common snapshot with target.'
  expect_err 'zfs rename -u backup/server1/tank/data backup/server1/tank/data.diverged-2026'
  expect_snapshots backup backup/server1/tank/data "$(days 1 2) mine mine-too"
done

# The same name with another guid is no common snapshot.
recall
on source zfs rename tank/data tank/old
on source zfs create tank/data
on source zfs snapshot "tank/data@$(days 2)"
on source zfs set autobackup:offsite1=false tank/old
pull
expect_status 1
expect_err '! [Source] tank/data: FAILED: Cant find common snapshot with target.'
expect_snapshots backup backup/server1/tank/data "$(days 1 2) mine mine-too"
