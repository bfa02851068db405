# What looks as if it could go, and must not: snapshots behind recv -F, a copy in use, the copies of a pool that is not imported, what a
# forged listing hides, the origin that a clone still needs.
make_job tank/data tank/gone tank/secret tank/user
each_day 1 2 tank/data pull
on backup zfs snapshot backup/server1/tank/data@manual-keep
at '2026-03-03 12:00:00'
write source tank/data
remember
pull --force
expect_status 1
expect_err '! [Target] backup/server1/tank/data@manual-keep: Incompatible snapshot'
expect_snapshots backup backup/server1/tank/data "$(days 1 2) manual-keep"
pull --force --destroy-incompatible
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3)"

# Somebody works on the copy since its source is gone.
recall
pull
on source zfs release zfs_autobackup:offsite1 "tank/gone@$(days 1)"
on source zfs destroy -r tank/gone
write backup backup/server1/tank/gone 500000
at '2026-04-20 12:00:00'
pull --verbose --destroy-missing=30d
expect_exists backup "backup/server1/tank/gone@$(days 1)"
expect_out '  [Target] backup/server1/tank/gone: Destroy missing: it was written to since its newest snapshot'

# A property that imitates the rows of another dataset.
recall
on source zfs set "autobackup:offsite1=$(printf 'true\tlocal\ntank/secret\tautobackup:offsite1\tfalse')" tank/user
remember
pull
expect_refusal 'zfs get lists tank/secret twice'

# Under --strip-path, what the copies record tells a dataset that is gone from one whose pool is away.
rm -rf "$FAKE_ZFS_STATE"
make_pools
make_job tank/data tank/deselected tank/gone
on source zpool create pool2 /dev/fake
on source zfs create pool2/vm
on source zfs set autobackup:offsite1=true pool2/vm
on source zfs set autobackup:offsite1=child tank
at '2026-03-01 12:00:00'
pull --strip-path=1
expect_status 0
on source zpool export pool2
on source zfs set autobackup:offsite1=false tank/deselected
on source zfs release zfs_autobackup:offsite1 "tank/gone@$(days 1)"
on source zfs destroy -r tank/gone
at '2026-04-10 12:00:00'
write source tank/data
pull --strip-path=1 --destroy-missing=30d --verbose
expect_status 0
expect_exists backup "backup/server1/vm@$(days 1)"
expect_missing backup backup/server1/deselected
expect_missing backup backup/server1/gone

# A clone's origin is needed until the clone is there.
rm -rf "$FAKE_ZFS_STATE"
make_pools
make_job tank/a
each_day 1 2 tank/a pull --clones=simple
on source zfs clone "tank/a@$(days 1)" tank/c
write source tank/c
write source tank/a
at '2026-03-03 12:00:00'
pull --clones=simple --keep-target=1
expect_status 0
expect_equal "$(on backup zfs get -H -o value origin backup/server1/tank/c)" "backup/server1/tank/a@$(days 1)" "the origin"
