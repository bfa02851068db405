# A pool whose snapshots cannot be made: its datasets fail, and send and thin what they have; other pools go on as ever.
make_job tank/data
on source zpool create pool2 /dev/fake
on source zfs create pool2/data
on source zfs set autobackup:offsite1=true pool2
each_day 1 3 tank/data pull
each_day 4 5 pool2/data pull
write source tank/data
write source pool2/data
at '2026-03-06 12:00:00'
FAKE_ZFS_FAULT="zfs snapshot *tank*:1:cannot create snapshots : out of space" pull --verbose --keep-source=1 --keep-target=2
expect_status 1 # tank itself has not changed
expect_err '! [Source] tank/data: FAILED: it cannot be snapshotted: zfs: cannot create snapshots : out of space'
expect_err '! 1 dataset(s) failed!'
expect_snapshots source tank/data "$(days 3)"
expect_snapshots backup backup/server1/tank/data "$(days 2 3)"
expect_snapshots source pool2/data "$(days 6)"
expect_snapshots backup backup/server1/pool2/data "$(days 5 6)"

# In snapshot-only mode too.
each_day 7 8 tank/data zw_on source backup offsite1
write source tank/data
at '2026-03-09 12:00:00'
FAKE_ZFS_FAULT="zfs snapshot *tank*:1:cannot create snapshots : out of space" zw_on source backup --keep-source=1 offsite1
expect_status 1
expect_snapshots source tank/data "$(days 3 8)"

# The connection is lost: what became of them is not known, so nothing is done with them.
FAKE_ZFS_FAULT="source zfs snapshot *:255" pull --keep-source=1
[[ $status != 0 ]] || fail 'success although no snapshot was made'
expect_err '! [Source] tank/data: FAILED:'

# A name that is taken already is said; the other datasets are snapshotted.
on source zfs snapshot "tank/data@$(days 9)"
write source tank/data
write source tank
pull
expect_out "NOTE: [Source] tank/data@$(days 9): exists already, so no new snapshot is created"
expect_exists source "tank@$(days 9)"
