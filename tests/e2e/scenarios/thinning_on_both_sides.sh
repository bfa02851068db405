# Thinning by two schedules while a dataset is backed up daily: each side keeps what its own schedule says, the common base always.
make_job tank/data tank/vol-parent
on source zfs create -V 8M tank/vol-parent/vol

each_day 1 5 tank/data pull --keep-source=2 --keep-target=1,1d3d
expect_snapshots source tank/data "$(days 4 5)"
expect_snapshots backup backup/server1/tank/data "$(days 2 3 4 5)"
expect_holds source tank/data "tank/data@$(days 5) zfs_autobackup:offsite1"
expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$(days 5) zfs_autobackup:offsite1"
# What never changed keeps its only snapshot, whatever its age.
expect_snapshots source tank/vol-parent/vol "$(days 1)"
expect_snapshots backup backup/server1/tank/vol-parent/vol "$(days 1)"

# One more day, by a script as by a run; verbose says each destroy.
at '2026-03-06 12:00:00'
write source tank/data
write source tank/vol-parent/vol
same_as_script backup --ssh-source source --keep-source=2 --keep-target=1,1d3d offsite1 backup/server1
expect_snapshots source tank/data "$(days 5 6)"
expect_snapshots backup backup/server1/tank/data "$(days 3 4 5 6)"

# A schedule made stricter applies although nothing is sent; the base stays on both sides.
at '2026-03-06 13:00:00'
pull --verbose --keep-source=0 --keep-target=1
expect_status 0
expect_out "  [Source] tank/data@$(days 5): Destroying"
expect_out "  [Target] backup/server1/tank/data@$(days 5): Destroying"
expect_no_out '->'
expect_snapshots source tank/data "$(days 6)"
expect_snapshots backup backup/server1/tank/data "$(days 6)"
expect_ran backup "zfs destroy backup/server1/tank/data@$(days 3),$(days 4),$(days 5)"

# A gap of a year: with no rule that fits, what is newest and what is common stays, and the next run is incremental.
at '2027-03-06 12:00:00'
write source tank/data
pull --verbose --keep-source= --keep-target=
expect_status 0
expect_out '  [Source] Keep no old snaphots'
expect_out 'tank/data@offsite1-20270306120000: -> backup/server1/tank/data'
expect_no_out '(new)'
expect_snapshots source tank/data offsite1-20270306120000
expect_snapshots backup backup/server1/tank/data offsite1-20270306120000

# Without thinning nothing goes, and no schedule is told.
at '2027-03-06 13:00:00'
write source tank/data
pull --verbose --no-thinning --keep-source=1 --keep-target=1
expect_status 0
expect_no_out Keep
expect_no_out Destroying
expect_snapshots source tank/data 'offsite1-20270306120000 offsite1-20270306130000'
