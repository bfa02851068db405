# A pool whose snapshots cannot be made: its datasets fail and are neither sent nor thinned; other pools go on.
make_job tank/data
on source zpool create pool2 /dev/fake
on source zfs create pool2/data
on source zfs set autobackup:offsite1=true pool2
each_day 1 3 tank/data pull
each_day 4 5 pool2/data pull
write source tank/data
write source pool2/data
at '2026-03-06 12:00:00'
before=$(state_of source | grep '^tank'; state_of backup | grep server1/tank)
FAKE_ZFS_FAULT="zfs snapshot *tank*:1:cannot create snapshots : out of space" pull --verbose --keep-source=1 --keep-target=1
expect_status 2
expect_err '! [Source] tank: FAILED: cannot snapshot pool tank:'
expect_err '! [Source] tank/data: FAILED: cannot snapshot pool tank:'
expect_err 'cannot create snapshots : out of space'
expect_err '! 2 dataset(s) failed!'
expect_equal "$(state_of source | grep '^tank'; state_of backup | grep server1/tank)" "$before" "the pool tank and its backup"
expect_snapshots source pool2/data "$(days 6)"
expect_snapshots backup backup/server1/pool2/data "$(days 6)"

# In snapshot-only mode too.
FAKE_ZFS_FAULT="zfs snapshot *tank*:1:cannot create snapshots : out of space" zw_on source backup --keep-source=1 offsite1
expect_status 2
expect_equal "$(state_of source | grep '^tank')" "$(grep '^tank' <<< "$before")" "the pool tank"

# One bad name in a command: none is made, and no dataset of that pool goes on.
at '2026-03-07 12:00:00'
FAKE_ZFS_FAULT="zfs snapshot *:2:cannot open 'tank/data': dataset does not exist" pull
expect_status 2
expect_err "cannot open 'tank/data': dataset does not exist"

# A name that is taken already is said; the other datasets are snapshotted.
on source zfs snapshot "tank/data@$(days 7)"
write source tank/data
write source tank
pull
expect_out "NOTE: [Source] tank/data@$(days 7): exists already, so no snapshot is made of what was written since"
expect_exists source "tank@$(days 7)"
