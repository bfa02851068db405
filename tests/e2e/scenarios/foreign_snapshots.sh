# Snapshots that are not ours: neither sent nor destroyed; with --other-snapshots they are sent as well, and never thinned.
make_job tank/data
on source zfs snapshot tank/data@before
each_day 1 2 tank/data pull
on source zfs snapshot tank/data@between
on source zfs snapshot tank/data@offsite1-2026030312000    # not ours: a digit is missing
on source zfs snapshot tank/data@OFFSITE1-20260303110000   # nor this: other case
write source tank/data
at '2026-03-03 12:00:00'
same_as_script backup --ssh-source source --keep-source=1 --keep-target=1 offsite1 backup/server1
expect_snapshots source tank/data "before between offsite1-2026030312000 OFFSITE1-20260303110000 $(days 3)"
expect_snapshots backup backup/server1/tank/data "$(days 3)"

# A foreign snapshot newer than ours, nothing written: nothing to do. Written before it: a snapshot is due.
on source zfs snapshot tank/data@later
at '2026-03-04 12:00:00'
pull
expect_status 0
expect_snapshots source tank/data "before between offsite1-2026030312000 OFFSITE1-20260303110000 $(days 3) later"
write source tank/data
on source zfs snapshot tank/data@latest
at '2026-03-05 12:00:00'
pull --keep-source=1 --keep-target=1
expect_status 0
expect_snapshots source tank/data "before between offsite1-2026030312000 OFFSITE1-20260303110000 later latest $(days 5)"

# Another job's dataset, all of its snapshots sent, in order; then an increment from a foreign one.
on source zfs create tank/other
on source zfs set autobackup:offsite1=false tank
on source zfs set autobackup:offsite1=true tank/other
for name in a b; do
  write source tank/other
  on source zfs snapshot "tank/other@$name"
done
at '2026-03-06 12:00:00'
same_as_script backup --ssh-source source --other-snapshots offsite1 backup/server1
expect_snapshots backup backup/server1/tank/other "a b $(days 6)"
write source tank/other
on source zfs snapshot tank/other@c
same_as_script backup --ssh-source source --other-snapshots --no-snapshot offsite1 backup/server1
expect_snapshots backup backup/server1/tank/other "a b $(days 6) c"
expect_holds source tank/other 'tank/other@c zfs_autobackup:offsite1'
write source tank/other
at '2026-03-07 12:00:00'
same_as_script backup --ssh-source source --other-snapshots --keep-source=1 --keep-target=1 offsite1 backup/server1
expect_snapshots source tank/other "a b c $(days 7)"
expect_snapshots backup backup/server1/tank/other "a b c $(days 7)"

# Without the option ours go on from the foreign base.
write source tank/other
on source zfs snapshot tank/other@d
at '2026-03-08 12:00:00'
pull --verbose
expect_status 0
expect_out "  [Source] tank/other@$(days 8): -> backup/server1/tank/other"
expect_no_out '(new)'
expect_snapshots backup backup/server1/tank/other "a b c $(days 7 8)"
