# --no-holds places and releases none, also none that are there; the rest is as with holds.
make_job tank/data
at '2026-03-01 12:00:00'
same_as_script backup --ssh-source source --no-holds offsite1 backup/server1
expect_holds source tank ''
expect_holds backup backup ''
at '2026-03-02 12:00:00'
write source tank/data
same_as_script backup --ssh-source source --no-holds --keep-source=1 --keep-target=1 offsite1 backup/server1
expect_snapshots source tank/data "$(days 2)"
expect_snapshots backup backup/server1/tank/data "$(days 2)"
expect_holds source tank ''
expect_holds backup backup ''

# Holds from the time before do not stand in the way of thinning.
each_day 3 3 tank/data pull
expect_holds source tank/data "tank/data@$(days 3) zfs_autobackup:offsite1"
each_day 4 4 tank/data pull --verbose --no-holds --keep-source=1 --keep-target=1
expect_no_out 'Hold name'
expect_snapshots source tank/data "$(days 4)"
expect_snapshots backup backup/server1/tank/data "$(days 4)"

# Holds again: with nothing sent nothing is touched; with the next transfer they are back.
at '2026-03-04 13:00:00'
pull
expect_status 0
expect_holds source tank/data ''
each_day 5 5 tank/data pull
expect_holds source tank/data "tank/data@$(days 5) zfs_autobackup:offsite1"
expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$(days 5) zfs_autobackup:offsite1"
