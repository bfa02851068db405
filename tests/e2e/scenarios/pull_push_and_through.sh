# Pull, push and both through a third host: the same pools afterwards, the same as by the script.
make_job tank/data 'tank/my docs'
on source zfs create -V 8M tank/vol
remember

# two_runs HOST ARG…: two runs and their scripts, the second incremental and with thinning.
two_runs() {
  recall
  at '2026-03-01 12:00:00'
  same_as_script "$@" offsite1 backup/server1
  at '2026-03-02 12:00:00'
  write source tank/data
  write source 'tank/my docs'
  write source tank/vol
  same_as_script "$@" --keep-source=1 --keep-target=1 offsite1 backup/server1
}

two_runs backup --ssh-source source
states > "$WORK/pulled"
expect_snapshots backup 'backup/server1/tank/my docs' "$(days 2)"
two_runs source --ssh-target backup
states > "$WORK/pushed"
diff "$WORK/pulled" "$WORK/pushed" || fail "push leaves other pools than pull"
two_runs middle --ssh-source root@source --ssh-target root@backup
states > "$WORK/passed-on"
diff "$WORK/pulled" "$WORK/passed-on" || fail "through the middle leaves other pools than pull"
expect_equal "$(commands middle)" 0 "commands in the middle"
