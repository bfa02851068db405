# --textfile DIR: what a run came to, for the textfile collector of node_exporter. `promtool` reads it in tests/services/prometheus.
dir=$WORK/textfile
mkdir "$dir"
file=$dir/zwinnow_backup_offsite1,backup+server1.prom
run() { pull --textfile "$dir" "$@"; }
# value NAME [LABEL]: of the only line of that metric, with that label.
value() { sed -nE "s/^zwinnow_$1\{(.*,)?${2:-}.*\} ([0-9.e+]+)$/\2/p" "$file" | head -n 1; }
epoch() { date -u -d "$1" +%s; }

make_job tank/data 'tank/my files'
at '2026-03-01 12:00:00'
run
expect_status 0
expect_quiet
expect_equal "$(stat -c %a "$file")" 644 "its mode"
expect_equal "$(find "$dir" -mindepth 1 | wc -l)" 1 "files"
begun=$(epoch '2026-03-01 12:00:00')
expect_equal "$(grep -m 1 '^zwinnow_exit_code' "$file")" 'zwinnow_exit_code{name="offsite1",target="backup/server1",verb="backup"} 0' "a line"
[[ $(value last_run_timestamp_seconds) == "$(value last_success_timestamp_seconds)" ]] || fail "it has succeeded"
expect_equal "$(value dataset_complete_timestamp_seconds 'dataset="tank\/my files"')" "$begun" "how far the copy is"
expect_equal "$(value dataset_snapshots 'dataset="tank\/data".*side="target"')" 1 "snapshots of the copy"
expect_equal "$(value datasets)" 3 "datasets"
[[ $(value sent_bytes) != 0 ]] || fail "nothing was sent"

# One that fails knows when one last succeeded, and how far the copies are; so does one that comes to nothing.
at '2026-03-02 12:00:00'
write source tank/data
write backup backup/server1/tank/data
run
expect_status 1
expect_equal "$(value exit_code) $(value datasets_failed)" "1 1" "exit code and failed datasets"
(($(value last_success_timestamp_seconds) < $(epoch '2026-03-01 13:00:00'))) || fail "the time of the last success"
expect_equal "$(value dataset_complete_timestamp_seconds 'dataset="tank\/data"')" "$begun" "how far the failed one is"
(($(value dataset_lag_seconds 'dataset="tank\/data"') >= 86400)) || fail "its lag"
(($(value dataset_lag_seconds 'dataset="tank\/my files"') < 3600)) || fail "the lag of what did not change"
at '2026-03-03 12:00:00'
FAKE_SSH_FAIL='source:255:No route to host' run
expect_status 255
expect_equal "$(value exit_code)" 255 "the exit code"
expect_equal "$(value dataset_complete_timestamp_seconds 'dataset="tank\/data"')" "$begun" "how far it is"
(($(value dataset_lag_seconds 'dataset="tank\/data"') >= 2 * 86400)) || fail "its lag"
(($(value last_success_timestamp_seconds) < $(epoch '2026-03-01 13:00:00'))) || fail "the time of the last success"

# A dry run is no run, and neither is one that waited for nothing.
cp "$file" "$WORK/before"
run --test
run --plan=json
cmp "$file" "$WORK/before" || fail "a dry run is told"

# What cannot be written is one warning, and the exit code stays.
on backup zfs rollback "backup/server1/tank/data@offsite1-20260301120000"
at '2026-03-04 12:00:00'
pull --textfile "$WORK/nowhere"
expect_status 0
expect_equal "$(grep -c NOTE "$WORK/out")" 1 "warnings"
expect_out "NOTE: --textfile: cannot write $WORK/nowhere/zwinnow_backup_offsite1,backup+server1.prom: No such file or directory"
mkdir "$WORK/full"
ln -s /dev/full "$WORK/full/.zwinnow_backup_offsite1,backup+server1.prom.1" # a link is not followed
(ulimit -f 0; trap '' XFSZ; pull --textfile "$WORK/full"; echo "$status" > "$WORK/status") 2> /dev/null || :
expect_equal "$(find "$WORK/full" -type f | wc -l)" 0 "files where there is no room"
echo 'zwinnow_last_success_timestamp_seconds{' > "$file"
rm -f "$dir"/.z*
run
expect_status 0
expect_equal "$(value exit_code)" 0 "the exit code"

# The other verbs have files of their own.
zw verify --textfile "$dir" --ssh-source source offsite1 backup/server1 || :
zw_on source snapshot --textfile "$dir" --label hourly tank
zw_on source thin --textfile "$dir" --label hourly --keep 1 tank
zw sync --textfile "$dir" source:tank/data backup/twin
zw status --textfile "$dir" --ssh-source source offsite1 backup/server1
expect_equal "$(cd "$dir" && printf '%s\n' *)" 'zwinnow_backup_offsite1,backup+server1.prom
zwinnow_snapshot_hourly.prom
zwinnow_status_offsite1,backup+server1.prom
zwinnow_sync_sync,backup+twin.prom
zwinnow_thin_hourly.prom
zwinnow_verify_offsite1,backup+server1.prom' "the files"

# The dashboard and the alerts name only metrics that there are.
grep -ohE '^zwinnow_[a-z_]+' "$dir"/*.prom | sort -u > "$WORK/metrics"
root=$here/../..
for used in "$root/packaging/grafana/zwinnow.json" "$root/packaging/prometheus/alerts.yml"; do
  grep -oE 'zwinnow_[a-z_]+' "$used" | sort -u > "$WORK/used"
  [[ -s $WORK/used ]] || fail "$used names no metrics"
  expect_equal "$(comm -23 "$WORK/used" "$WORK/metrics")" "" "metrics of $used that there are not"
done
jq -e '[.panels[].targets[].expr | length > 0] | length > 5 and all' "$root/packaging/grafana/zwinnow.json" > /dev/null || fail "the dashboard"
