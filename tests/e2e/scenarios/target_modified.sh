# A target that was written to: said before anything is sent, with the cure; --rollback loses what was written there.
make_job tank/data tank/other
each_day 1 2 tank/data pull
write backup backup/server1/tank/data 5000
at '2026-03-03 12:00:00'
write source tank/data
write source tank/other
remember

pull
expect_status 1
expect_err "! [Source] tank/data: FAILED: target has been modified (5000 bytes) since backup/server1/tank/data@$(days 2), as mounting or reading a writable copy may do. To lose that: --rollback once"
expect_not_ran source 'zfs send.*tank/data'
expect_snapshots backup backup/server1/tank/data "$(days 1 2)"
expect_snapshots backup backup/server1/tank/other "$(days 1 3)"
recall
pull --test
expect_status 1
expect_err 'To lose that: --rollback once'
expect_unchanged

# Only what has something to send needs a rollback.
pull --no-snapshot
expect_status 0

pull --verbose --rollback
expect_status 0
expect_out "  [Target] backup/server1/tank/data@$(days 2): Rolling back"
expect_ran backup "zfs rollback backup/server1/tank/data@$(days 2)"
expect_not_ran backup 'zfs rollback -'
recall
same_as_script backup --ssh-source source --rollback offsite1 backup/server1
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3)"

# The target's newest snapshot was destroyed there: what it held counts as modified; --rollback brings it again.
recall
on backup zfs rollback "backup/server1/tank/data@$(days 2)"
on backup zfs release zfs_autobackup:offsite1 "backup/server1/tank/data@$(days 2)"
on backup zfs destroy "backup/server1/tank/data@$(days 2)"
pull
expect_status 1
expect_err "since backup/server1/tank/data@$(days 1), as mounting or reading a writable copy may do. To lose that: --rollback once"
pull --rollback
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3)"

# A snapshot of its own that holds nothing is no obstacle; one of the very name that is to be received is.
recall
on backup zfs rollback "backup/server1/tank/data@$(days 2)"
on backup zfs snapshot backup/server1/tank/data@mine
on backup zfs snapshot "backup/server1/tank/other@$(days 3)"
pull
expect_status 1
expect_err "! [Source] tank/other: FAILED: target has another snapshot of the name backup/server1/tank/other@$(days 3)"
expect_not_ran source 'zfs send.*tank/other'
expect_snapshots backup backup/server1/tank/data "$(days 1 2) mine $(days 3)"

# A dataset that is there without any snapshot is not overwritten.
on source zfs create tank/new
on backup zfs create backup/server1/tank/new
at '2026-03-04 12:00:00'
pull --rollback --destroy-incompatible
expect_err '! [Source] tank/new: FAILED: target backup/server1/tank/new exists without any snapshot'
expect_err 'zfs rename -u backup/server1/tank/new backup/server1/tank/new.diverged-2026'
expect_not_ran source 'zfs send.*tank/new'
