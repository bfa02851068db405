# Who waits for another run, and for whom nobody waits: --wait; snapshots go on during a long send; restores and rollbacks of trees that
# overlap exclude each other.
make_job tank/data
at '2026-03-01 12:00:00'
write source tank/data
job=(backup --ssh-source source offsite1 backup/server1)
# beside HOST ARG…: another run while the first is held; the log of the first stays.
beside() { FAKE_ZFS_LOG=$WORK/commands-of-second zw_on "$@"; }

# A push that takes hours: snapshots of the same backup name are taken all the while.
export FAKE_ZFS_FAULT='stop:zfs send *tank/data*'
start_zw source backup --ssh-target backup offsite1 backup/server1
unset FAKE_ZFS_FAULT
once_idle
for minute in 05 10; do
  at "2026-03-01 12:$minute:00"
  write source tank/data
  beside source backup offsite1
  expect_status 0
  expect_quiet
  exists source "tank/data@offsite1-2026030112${minute}00" || fail "no snapshot was taken beside the send"
done
each_time_idle true
expect_status 0

# A second run ends at once, or after the time that it may wait.
at '2026-03-02 12:00:00'
write source tank/data
export FAKE_ZFS_FAULT='stop:zfs send *tank/data*'
start_zw backup "${job[@]}"
unset FAKE_ZFS_FAULT
once_idle
beside backup "${job[@]}" --status-dir "$WORK/status" # what did nothing leaves no state of a run
[[ ! -e $WORK/status ]] || fail "a run that was kept from its work left a state"
expect_status 255
expect_err "! another run of this job is under way: pid $started"
for time in 1 1s; do
  beside backup "${job[@]}" "--wait=$time"
  expect_status 255
  expect_err "! waited for 1 s (--wait), and still another run of this job is under way: pid $started"
done

# Without a time it waits until the first has ended. Then it looks anew, and goes by the time of then.
write source tank/data
cp "$WORK/out" "$WORK/out-of-first"
# start_third: one that waits, in the background, as start_zw starts the first; its process is $waiting.
start_third() {
  # shellcheck disable=SC2016 # $LIB is for the loader
  FAKE_ZFS_LOG=$WORK/commands-of-third FAKE_ZFS_HOST=backup FAKETIME="@$now" LD_PRELOAD='/usr/$LIB/faketime/libfaketime.so.1' \
    "$ZWINNOW" "${job[@]}" --wait -v > "$WORK/third" 2>&1 < /dev/null &
  waiting=$!
}
start_third
eventually grep -q "Waiting: another run of this job is under way: pid $started" "$WORK/third"
kill -0 "$waiting" || fail "it did not wait"
each_time_idle true
expect_status 0
wait "$waiting" || fail "who waited failed: $(cat "$WORK/third")"
expect_equal "$(snapshots_of source tank/data | wc -w)" 5 "snapshots of the source"
newest=$(snapshots_of source tank/data)
newest=${newest##* }
[[ $newest > $(days 2) ]] || fail "its snapshot has the time of its start: $newest"
exists backup "backup/server1/tank/data@$newest" || fail "who waited sent nothing"

# A signal ends the wait.
at '2026-03-03 12:00:00'
write source tank/data
export FAKE_ZFS_FAULT='stop:zfs send *tank/data*'
start_zw backup "${job[@]}"
unset FAKE_ZFS_FAULT
once_idle
start_third
eventually grep -q 'Waiting: ' "$WORK/third"
kill -TERM "$waiting"
ended=0
wait "$waiting" || ended=$?
expect_equal "$ended" 255 "the status of who was ended while it waited"
each_time_idle true
expect_status 0

# A restore holds its tree: nobody rolls back what is in it, or around it. Beside it they may.
on source zfs create tank/beside
on source zfs snapshot tank/beside@s
on source zfs snapshot tank/data@s
export FAKE_ZFS_FAULT='stop:zfs recv *'
start_zw source restore backup:backup/server1/tank/data tank/data/new
unset FAKE_ZFS_FAULT
once_idle
[[ -n $stopped ]] || fail "the restore is not under way"
for tree in tank/data tank/data/new; do
  beside source rollback "$tree@s"
  expect_status 255
  expect_err "! another run works on this tree of datasets, or on one that it overlaps: pid $started"
done
beside source rollback tank/beside@s
expect_status 0
each_time_idle true
expect_status 0
