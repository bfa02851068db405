# Without a target: snapshots and thinning of the source. What a backup of this name holds stays; received datasets are left out.
make_job tank/data
on source zfs create tank/quiet
each_day 1 3 tank/data zw_on source backup --keep-source=2 offsite1
expect_snapshots source tank/data "$(days 2 3)"
expect_snapshots source tank/quiet "$(days 1)"
expect_holds source tank ''

at '2026-03-03 13:00:00'
zw_on source backup --verbose --keep-source=2 offsite1
expect_status 0
expect_out '  NOTE: Source and target are on the same host, adding --exclude-received to commandline. (use --include-received to overrule)'
expect_out "  [Source] tank/data: No changes since $(days 3)"
expect_out '  [Source] No changes anywhere: not creating snapshots.'
expect_out '  #### Thinning source'
expect_out '  (No target_path specified, only operated as snapshot tool.)'
expect_equal "$(commands source)" 2 "commands when nothing changed"

# A backup holds its base: it stays although the schedule would have it go, and is said to; snapshots held by others and clones' origins too.
pull
expect_status 0
base="tank/data@$(days 3)"
each_day 4 7 tank/data zw_on source backup --verbose --keep-source=10 offsite1
on source zfs hold somebody "tank/data@$(days 4)"
on source zfs clone "tank/data@$(days 5)" tank/clone
on source zfs set autobackup:offsite1=false tank/clone
at '2026-03-08 12:00:00'
write source tank/data
remember
zw_on source backup --test --verbose --keep-source=1 offsite1
expect_status 0
expect_unchanged
expect_out "# [Source] CMDSKIP> (zfs destroy tank/data@$(days 2)"
zw_on source backup --verbose --keep-source=1 offsite1
expect_status 0
expect_out "  [Source] $base: Keeping (common snapshot)"
expect_out "  [Source] tank/data@$(days 6): Destroying"
expect_no_out "$(days 4): Destroying"
expect_snapshots source tank/data "$(days 3 4 5 8)"
pull
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 2 3 4 5 8)"

recall
same_as_script source --keep-source=1 offsite1
expect_snapshots source tank/data "$(days 3 4 5 8)"

# Received here: left out, unless told otherwise; --exclude-received works for a backup too.
on source zpool create inbox /dev/fake
FAKE_ZFS_HOST=backup zfs send -p "backup/server1/tank@$(days 1)" | on source zfs recv -u inbox/copy
expect_equal "$(on source zfs get -H -o value,source autobackup:offsite1 inbox/copy | tr '\t' ' ')" 'true received' "the received property"
at '2026-03-09 12:00:00'
zw_on source backup --verbose offsite1
expect_status 0
expect_out '  [Source] inbox/copy: Excluded (dataset already received)'
expect_snapshots source inbox/copy "$(days 1)"
zw_on source backup --verbose --include-received --allow-empty offsite1
expect_status 0
expect_out '  [Source] inbox/copy: Selected'
expect_snapshots source inbox/copy "$(days 1 9)"
pull --verbose --exclude-received
expect_out '  [Source] inbox/copy: Excluded (dataset already received)'
expect_missing backup backup/server1/inbox
