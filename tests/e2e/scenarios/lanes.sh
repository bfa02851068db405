# Datasets side by side: as many as --jobs says, a child after its parent only when that is received for the first time, each failing
# alone, and all of it told in the order of the plan.
make_job tank/a tank/a/child tank/b tank/c tank/d
for dataset in tank/a tank/b tank/c tank/d; do write source "$dataset"; done
at '2026-03-01 12:00:00'

# The hooks before and after the transfers of a dataset stop, and go on once all is idle: so lanes go in step, and who is in at a time shows.
cat > "$WORK/enter" << 'HOOK'
#!/bin/sh
echo "$ZWINNOW_DATASET" >> "$WORK/entered"
kill -STOP $$
HOOK
printf '#!/bin/sh\nkill -STOP $$\n' > "$WORK/leave"
chmod +x "$WORK/enter" "$WORK/leave"
hooks=(--pre-transfer-cmd "$WORK/enter" --post-transfer-cmd "$WORK/leave")
add_wave() {
  [[ -s $WORK/entered ]] || return 0
  waves+="${waves:+ | }$(sort "$WORK/entered" | xargs)"
  : > "$WORK/entered"
}
start_in_step() {
  waves=''
  : > "$WORK/entered"
  start_zw backup backup --ssh-source source "${hooks[@]}" "$@" offsite1 backup/server1
}
# expect_waves WAVES ARG…: a pull with lanes in step enters these datasets at a time.
expect_waves() {
  start_in_step "${@:2}"
  each_time_idle add_wave
  expect_status 0
  expect_equal "$waves" "$1" "the datasets at a time with options '${*:2}'"
}
# pull_all ARG…: and what it leaves and tells goes to $WORK/pools and $WORK/told.
pull_all() {
  pull --verbose "$@"
  expect_status "${wanted_status:-0}"
  states > "$WORK/pools"
  sed "s/ in [0-9.]* s.*//" "$WORK/out" > "$WORK/told" # but for how long it took
  cat "$WORK/err" >> "$WORK/told"
}

# For the first time: tank first, for all others are received beneath it; tank/a/child after tank/a.
remember
expect_waves 'tank | tank/a tank/b tank/c | tank/a/child tank/d' --jobs 3

# Next time nobody waits for a parent.
all='tank/a tank/a/child tank/b tank/c tank/d'
write_all() { for dataset in $all; do write source "$dataset"; done; }
by() { xargs -n "$1" <<< "$all" | paste -s -d '|' | sed 's/|/ | /g'; } # waves of so many
write_all
at '2026-03-02 12:00:00'
expect_waves "$(by 2)" --jobs 2
write_all
at '2026-03-03 12:00:00'
expect_waves "$(by 1)" --jobs 3 --jobs 1

# As many as there are cores for us, four at most, if nobody says.
write_all
at '2026-03-04 12:00:00'
cores=$(nproc)
expect_waves "$(by $((cores < 4 ? cores : 4)))"

# same_whatever_jobs ARG…: a pull of what was remembered leaves the same pools and says the same words with any number of them.
same_whatever_jobs() {
  local jobs
  recall
  pull_all --jobs 1 "$@"
  cp "$WORK/pools" "$WORK/pools-1"
  cp "$WORK/told" "$WORK/told-1"
  for jobs in 2 4 9; do
    recall
    pull_all --jobs "$jobs" "$@"
    diff "$WORK/pools-1" "$WORK/pools" >&2 || fail "other pools with $jobs jobs"
    diff "$WORK/told-1" "$WORK/told" >&2 || fail "other words with $jobs jobs"
  done
}
# Received for the first time; also when one fails, and with it what is below it.
at '2026-03-01 12:00:00'
same_whatever_jobs
export FAKE_ZFS_FAULT='zfs recv *tank/a:1:cannot receive: no luck' wanted_status=2
same_whatever_jobs
expect_err '[Source] tank/a: FAILED: zfs: cannot receive: no luck'
expect_err '[Source] tank/a/child: FAILED: its parent tank/a could not be received'
unset FAKE_ZFS_FAULT wanted_status
expect_snapshots backup backup/server1/tank/b "$(days 1)"

# Increments, with thinning on both sides and a rollback; also when one of them fails.
for day in 2 3 4; do
  for dataset in tank/a tank/b tank/c; do write source "$dataset"; done
  at "2026-03-0$day 12:00:00"
  pull --no-thinning
done
for dataset in tank tank/a/child tank/b tank/d; do write source "$dataset"; done
write backup backup/server1/tank/b
at '2026-03-05 12:00:00'
mv "$WORK/remembered" "$WORK/first"
remember
same_whatever_jobs --keep-source 1 --keep-target 2 --rollback
grep -q '@.*: Destroying' "$WORK/out" || fail "nothing was thinned"
export FAKE_ZFS_FAULT='zfs recv *tank/a/child:1:cannot receive: no luck' wanted_status=1
same_whatever_jobs --keep-source 1 --keep-target 2 --rollback
unset FAKE_ZFS_FAULT wanted_status
rm -r "$WORK/remembered"
mv "$WORK/first" "$WORK/remembered"
at '2026-03-01 12:00:00'

# Ancestors that are not selected are there before any of those that are received beneath them, and once.
recall
on source zfs create tank/x
on source zfs create tank/x/y
for dataset in one two three; do on source zfs create "tank/x/y/$dataset"; done
on source zfs set autobackup:offsite1=false tank/x
for dataset in one two three; do on source zfs set autobackup:offsite1=true "tank/x/y/$dataset"; done
for dataset in a b c d; do on source zfs set autobackup:offsite1=false "tank/$dataset"; done
pull --jobs 4
expect_status 0
expect_equal "$(commands backup 'zfs create')" 2 "ancestors made"
for dataset in one two three; do expect_snapshots backup "backup/server1/tank/x/y/$dataset" "$(days 1)"; done

# Whose oldest snapshot to be sent is the oldest comes first.
recall
pull
write source tank/d
at '2026-03-02 12:00:00'
zw_on source backup offsite1
write source tank/a
at '2026-03-03 12:00:00'
expect_waves 'tank/d | tank/a' --jobs 1

# Ended by a signal while several are at work: what each began with is ended, too.
for dataset in tank/a tank/b tank/c; do write source "$dataset"; done
at '2026-03-04 12:00:00'
export FAKE_ZFS_FAULT='hang:zfs recv *'
start_in_step --jobs 3
once_idle
go_on
once_idle
expect_equal "$stopped" '' "those who do not hang"
kill -INT "$started"
once_idle
expect_equal "$(wc -w <<< "$stopped")" 3 "those that are ended"
go_on
finish
unset FAKE_ZFS_FAULT
expect_status 255
expect_equal "$(cat "$WORK/err")" '! Aborted' "what it said"
eventually is_alone
at '2026-03-05 12:00:00'
pull
expect_status 0
for dataset in a b c; do expect_equal "$(snapshots_of backup "backup/server1/tank/$dataset" | sed 's/.* //')" "$(days 4)" "tank/$dataset"; done

# --rate is for the run: one at a time, or else each gets its share.
mkdir "$WORK/bin"
# shellcheck disable=SC2016 # meant as it is
printf '#!/bin/sh\necho "$*" >> "%s/rates"\nexec cat\n' "$WORK" > "$WORK/bin/mbuffer"
chmod +x "$WORK/bin/mbuffer"
PATH=$WORK/bin:$PATH
for dataset in tank/a tank/b; do write source "$dataset"; done
at '2026-03-06 12:00:00'
remember
expect_waves 'tank/a | tank/b' --rate 10M
expect_equal "$(sort -u "$WORK/rates")" '-q -s128k -m16M -R10M' "the rate"
recall
rm "$WORK/rates"
pull --rate 10M --jobs 2
expect_status 0
expect_equal "$(sort -u "$WORK/rates")" '-q -s128k -m16M -R5242880' "each one's rate"

for wrong in 0 -1 x; do
  zw backup "--jobs=$wrong" offsite1 backup/server1
  expect_status 255
  expect_err --jobs
done
