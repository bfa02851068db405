# SIGINT, SIGTERM and SIGHUP in the middle of a transfer, of a listing, of a snapshot: exit 255, "! Aborted", no child left, the lock free,
# and the next run does the rest.
make_job tank/data tank/other
write source tank/data
at '2026-03-01 12:00:00'
remember
turn=0
for signal in INT TERM HUP; do
  for where in 'zfs send *tank/data@*' 'zfs recv *tank/data' 'source zfs list *' 'backup zfs list *' 'zfs snapshot *' 'backup zfs hold *'; do
    taken "$((turn++))" || continue
    recall
    export FAKE_ZFS_FAULT="hang:$where"
    start_zw backup backup --verbose --ssh-source source offsite1 backup/server1
    pattern=${where#source }
    pattern=${pattern#backup }
    once_idle
    has_started "$(sed 's/\*/.*/g; s/ \.\*$//' <<< "$pattern")" || fail "it does not hang in $where"
    kill "-$signal" "$started"
    finish
    unset FAKE_ZFS_FAULT
    expect_status 255
    expect_err '! Aborted'
    eventually is_alone
    expect_no_out 'All operations completed successfully'
    [[ -z $(find "$WORK" -maxdepth 1 -name 'zwinnow-*') ]] || fail "a folder for the connection is left"
    at '2026-03-02 12:00:00'
    write source tank/data
    pull
    expect_status 0
    expect_equal "$(snapshots_of backup backup/server1/tank/data | sed 's/.* //')" "$(days 2)" "the newest on the target"
    expect_holds source tank/data "tank/data@$(days 2) zfs_autobackup:offsite1"
    expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$(days 2) zfs_autobackup:offsite1"
    at '2026-03-01 12:00:00'
  done
  turn=$((turn + 1)) # another place for the next signal
done
