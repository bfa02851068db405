# One run of a job at a time: a second ends at once, with who holds the lock; other jobs and dry runs go on; a killed run leaves no lock.
make_job tank/data
at '2026-03-01 12:00:00'
write source tank/data
on source zfs set autobackup:other=true tank
on backup zfs create backup/server2
job=(backup --ssh-source source offsite1 backup/server1)

export FAKE_ZFS_FAULT='hang:zfs send *tank/data*'
trap '' TERM # so that what hangs does not end with the run
start_zw backup "${job[@]}"
trap - TERM
once_idle
unset FAKE_ZFS_FAULT
remember
# second ARG…: another run; the log of the first one stays.
second() { FAKE_ZFS_LOG=$WORK/commands-of-second zw "$@"; }
out_of_first=$WORK/out
cp "$out_of_first" "$WORK/first"
second "${job[@]}"
expect_refusal 'another run of this job is under way' "pid $started" 'backup --ssh-source source offsite1 backup/server1'
expect_equal "$(wc -c < "$WORK/commands-of-second")" 0 "commands of the second"
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
FAKE_ZFS_LOG=$WORK/commands-of-second run_program backup "$WORK/zfs-autobackup" --ssh-source source offsite1 backup/server1
expect_refusal 'another run of this job is under way'
second backup --test --ssh-source source offsite1 backup/server1
expect_status 0
second backup --plan=json --ssh-source source offsite1 backup/server1
expect_status 0
expect_unchanged
second backup --ssh-source source other backup/server2
expect_status 0
second backup --ssh-source source offsite1 backup/server2
expect_status 0

kill -KILL "$started"
finish 2> /dev/null
[[ $status == 137 ]] || fail "killed, and yet $status"
# What hangs still is no run, and holds no lock.
second "${job[@]}"
expect_no_err 'another run'
pkill -KILL -s "$started"
eventually is_alone
at '2026-03-02 12:00:00'
write source tank/data
pull
expect_status 0
expect_exists backup "backup/server1/tank/data@$(days 2)"
