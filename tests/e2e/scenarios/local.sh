# Both pools on one host: no ssh; the target's own subtree is left out in silence.
on source zpool create backup /dev/fake
on source zfs create tank/data
on source zfs create backup/server1
on source zfs create backup/own
on source zfs set autobackup:offsite1=true tank backup
export FAKE_SSH_LOG=$WORK/connections

at '2026-03-01 12:00:00'
same_as_script source offsite1 backup/server1
expect_exists source "backup/server1/tank/data@$(days 1)"
expect_exists source "backup/server1/backup/own@$(days 1)"
expect_missing source "backup/server1@$(days 1)"
at '2026-03-02 12:00:00'
write source tank/data
zw_on source backup --verbose offsite1 backup/server1
expect_status 0
expect_out '  NOTE: Source and target are on the same host, excluding target-path from selection.'
expect_out '  [Source] backup/own: Selected'
expect_no_out '[Source] backup/server1'
expect_snapshots source backup/server1/tank/data "$(days 1 2)"
expect_snapshots source backup/own "$(days 1)"
at '2026-03-03 12:00:00'
write source tank/data
same_as_script source --keep-source=1 --keep-target=1 offsite1 backup/server1
expect_snapshots source tank/data "$(days 3)"
expect_snapshots source backup/server1/tank/data "$(days 3)"
[[ ! -e $FAKE_SSH_LOG ]] || fail "ssh was used"

# With --debug the exclusion is told.
zw_on source backup --debug offsite1 backup/server1
expect_out '# [Source] backup/server1/tank/data: Excluded (path in exclude list)'

# A dataset that only begins with the same letters is not below the target.
on source zfs create backup/server1_other
at '2026-03-04 12:00:00'
zw_on source backup offsite1 backup/server1
expect_status 0
expect_exists source "backup/server1/backup/server1_other@$(days 4)"

# A rename is seen here, too, although the copies are in the source's listing.
on source zfs rename tank/data tank/renamed
write source tank/renamed
at '2026-03-05 12:00:00'
zw_on source backup offsite1 backup/server1
expect_status 1
expect_err 'tank/renamed: FAILED: it was renamed or promoted: its history on the target is backup/server1/tank/data.'
on source zfs rename -u backup/server1/tank/data backup/server1/tank/renamed
at '2026-03-06 12:00:00'
zw_on source backup offsite1 backup/server1
expect_status 0
