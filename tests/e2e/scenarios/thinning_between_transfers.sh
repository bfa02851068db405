# Several snapshots are wanted and the common base is due: it goes only when a newer one has been seen on the target, and before the last
# one is sent; what nobody wants goes before all else.
make_job tank/data
each_day 1 1 tank/data pull
each_day 2 5 tank/data zw_on source backup --no-thinning offsite1
# line PATTERN: where in the run that command came.
line() { grep -n -m 1 -e "$1" "$FAKE_ZFS_LOG" | cut -d : -f 1; }
remember

# The target keeps two: day 4 and 5. 2 and 3 are wanted by nobody.
at '2026-03-05 13:00:00'
pull --keep-source=1 --keep-target=2
expect_status 0
expect_snapshots source tank/data "$(days 5)"
expect_snapshots backup backup/server1/tank/data "$(days 4 5)"
expect_holds source tank "tank/data@$(days 5) zfs_autobackup:offsite1 tank@$(days 1) zfs_autobackup:offsite1"
expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$(days 5) zfs_autobackup:offsite1"
first=$(line "zfs send.*tank/data@$(days 4)")
seen=$(line "backup.*zfs list.*backup/server1/tank/data@$(days 4)")
base_goes=$(line "source.*zfs destroy tank/data@.*$(days 1)")
base_goes_there=$(line "backup.*zfs destroy.*$(days 1)")
second=$(line "zfs send.*tank/data@$(days 5)")
unwanted_go=$(line "source.*zfs destroy tank/data@$(days 2),$(days 3)")
((unwanted_go < first && first < seen && seen < base_goes && base_goes < second)) || fail "the order on the source"
((seen < base_goes_there && base_goes_there < second)) || fail "the order on the target"

# All are wanted; the source keeps one. By a script too.
recall
same_as_script backup --ssh-source source --keep-source=1 --keep-target=10 offsite1 backup/server1
expect_snapshots source tank/data "$(days 5)"
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4 5)"
recall
same_as_script backup --ssh-source source --keep-source=1 --keep-target=2 --no-holds offsite1 backup/server1
expect_snapshots source tank/data "$(days 5)"
expect_snapshots backup backup/server1/tank/data "$(days 4 5)"

# The second transfer fails: the first one's snapshot is the base now, on both sides, and the next run goes on from it.
recall
FAKE_ZFS_FAULT="zfs send *tank/data@$(days 5):1:warning: cannot send: no luck" pull --keep-source=1 --keep-target=2
expect_status 1
expect_snapshots source tank/data "$(days 4 5)"
expect_snapshots backup backup/server1/tank/data "$(days 4)"
pull --keep-source=1 --keep-target=2
expect_status 0
expect_snapshots source tank/data "$(days 5)"
expect_snapshots backup backup/server1/tank/data "$(days 4 5)"
expect_holds source tank/data "tank/data@$(days 5) zfs_autobackup:offsite1"
expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$(days 5) zfs_autobackup:offsite1"

# Received, so zfs says, but not there: the base stays on both sides.
recall
FAKE_ZFS_FAULT="backup zfs list *backup/server1/tank/data@$(days 4)*:1:cannot open 'x': dataset does not exist" pull --keep-source=1 --keep-target=2
expect_status 1
expect_exists source "tank/data@$(days 1)"
expect_exists backup "backup/server1/tank/data@$(days 1)"
expect_holds source tank/data "tank/data@$(days 1) zfs_autobackup:offsite1"
