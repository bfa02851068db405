# What a run leaves for who watches it: JOB.json and ERROR_JOB in a directory, a log; and words only when something is wrong.
make_job tank/data tank/other
status_dir=$WORK/status
log=$WORK/zwinnow.log
job=offsite1@backup+server1
watched() { pull --status-dir "$status_dir" --log-file "$log" "$@"; }
told() { jq -r "$1" "$status_dir/$job.json"; }
files() { find "$status_dir" -mindepth 1 -printf '%f\n' | LC_ALL=C sort | xargs; }

# A good run says nothing, which cron does not mail; its state is in the directory, that it makes.
at '2026-03-01 12:00:00'
watched
expect_status 0
expect_quiet
expect_equal "$(files)" "$job.json" "the files after a good run"
expect_equal "$(told '[.result, .exitCode, .job] | @tsv')" "ok	0	offsite1" "its state"
expect_equal "$(stat -c %a "$status_dir/$job.json")" 644 "who may read it"
expect_equal "$(grep -c . "$log")" 2 "lines in the log"
grep -qE '^2026-03-01T12:00:00\+0000 zwinnow\[[0-9]+\]: began: .*zwinnow backup .*offsite1 backup/server1$' "$log" || fail "no first line: $(cat "$log")"
grep -q ': ended: ok, exit code 0, after ' "$log" || fail "no last line: $(cat "$log")"

# A dry run leaves all as it is.
cp "$status_dir/$job.json" "$WORK/before.json"
at '2026-03-01 12:10:00'
watched --test
expect_status 0
cmp -s "$WORK/before.json" "$status_dir/$job.json" || fail "a dry run changed the state"

# A failed one: what, where and the next step are in the marker, and on stderr, which cron mails.
write source tank/other
at '2026-03-02 12:00:00'
export FAKE_ZFS_FAULT='zfs recv *tank/other*:1:cannot receive incremental stream: out of space'
watched
unset FAKE_ZFS_FAULT
expect_status 1
expect_equal "$(files)" "ERROR_$job $job.json" "the files after a failed run"
expect_equal "$(told '[.result, .exitCode] | @tsv')" "failed	1" "its state"
for text in 'zwinnow backup offsite1 failed for 1 dataset(s) (exit code 1)' 'source: source, target: this host:backup/server1' \
  'tank/other: ' 'out of space' '  next step: make room in the pool'; do
  grep -qF "$text" "$status_dir/ERROR_$job" || fail "the marker does not say '$text': $(cat "$status_dir/ERROR_$job")"
done
expect_equal "$(cat "$WORK/out")" "" "words on stdout"
for text in tank/other 'out of space' 'make room in the pool'; do expect_err "$text"; done
grep -q ': ! .*tank/other.*out of space' "$log" || fail "the log does not tell the failure: $(cat "$log")"

# A run that cannot be done, and a good one, which removes the marker. Two targets, and other verbs, have files of their own.
at '2026-03-02 13:00:00'
watched --keep-source x
expect_status 255
expect_equal "$(told .result)" not_done "its state"
grep -q "could not be done" "$status_dir/ERROR_$job" || fail "the marker is of another run"
watched
expect_status 0
expect_equal "$(files)" "$job.json" "the files after the next good run"
on backup zfs create backup/server2
at '2026-03-02 14:00:00'
zw backup --status-dir "$status_dir" --ssh-source source offsite1 backup/server2
expect_status 0
zw verify --test --status-dir "$status_dir" --ssh-source source offsite1 backup/server2 # as of a dry run
expect_status 0
zw_on source snapshot tank --label hourly --status-dir "$status_dir"
zw_on source snapshot tank --label hourly --status-dir "$status_dir" --status-name ../nightly
expect_equal "$(files)" "%2E.+nightly.json $job.json offsite1@backup+server2.json snapshot-hourly.json" "the files of all jobs"

# A directory or a log that cannot be written is a NOTE each; the backup is what it was.
job_with() {
  write source tank/data
  at "$1"
  shift
  pull "$@"
  expect_status 0
  expect_equal "$(cat "$WORK/err")" "" "words on stderr"
  expect_equal "$(grep -c 'NOTE:' "$WORK/out")" 1 "warnings"
}
job_with '2026-03-03 12:00:00' --status-dir "$WORK/no/such"
expect_out "NOTE: --status-dir: cannot write the files of $job in $WORK/no/such: No such file or directory"
job_with '2026-03-03 13:00:00' --log-file "$WORK/no/such"
expect_out "NOTE: --log-file: cannot write $WORK/no/such: No such file or directory"
job_with '2026-03-03 14:00:00' -v --log-file /dev/full
expect_out "NOTE: --log-file: cannot write /dev/full: No space left on device"
if [[ -n ${OWN_LOCKS:-} ]]; then # then we may mount, and nobody else sees it
  mkdir "$WORK/full"
  mount -t tmpfs -o size=4k none "$WORK/full"
  head -c 4096 /dev/zero > "$WORK/full/filler"
  job_with '2026-03-03 15:00:00' --status-dir "$WORK/full"
  expect_out "in $WORK/full: No space left on device"
  expect_equal "$(ls -A "$WORK/full")" filler "what a full disk holds"
  umount "$WORK/full"
fi
