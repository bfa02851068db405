# The user's own commands around snapshots and transfers: on the source, with what they need to know in their environment; those that
# follow always run.
make_job tank/data 'tank/my docs'
write source tank/data
write source 'tank/my docs'
log=$WORK/hooks
cat > "$WORK/hook" << 'END'
#!/bin/sh
{
  printf '%s:' "$FAKE_ZFS_HOST"
  printf ' %s' "$@"
  printf ' |'
  env | grep '^ZWINNOW_' | grep -v '^ZWINNOW_DATASETS=' | sort | tr '\n' ' '
  [ -z "$ZWINNOW_DATASETS" ] || echo "$ZWINNOW_DATASETS" | tr '\n' ,
  echo
} >> "$WORK/hooks"
[ "$2" != fail ]
END
chmod +x "$WORK/hook"
hooks=(--pre-snapshot-cmd "$WORK/hook 'pre one'" --pre-snapshot-cmd "$WORK/hook pre2" --post-snapshot-cmd "$WORK/hook post")
expect_log() { expect_equal "$(cat "$log" 2> /dev/null)" "$1" "what the hooks wrote"; }

at '2026-03-01 12:00:00'
remember
pull --test "${hooks[@]}"
expect_status 0
expect_out '  Running pre-snapshot-cmd'
expect_unchanged
expect_log ''
about="ZWINNOW_BACKUP_NAME=offsite1 ZWINNOW_DATASET_COUNT=3"
which='tank,tank/data,tank/my docs,'
pull --verbose "${hooks[@]}"
expect_status 0
expect_out '  Running post-snapshot-cmd'
expect_log "source: pre one |$about ZWINNOW_SNAPSHOT=$(days 1) $which
source: pre2 |$about ZWINNOW_SNAPSHOT=$(days 1) $which
source: post |$about ZWINNOW_RESULT=success ZWINNOW_SNAPSHOT=$(days 1) $which"

# Nothing to snapshot: they are not run.
rm "$log"
at '2026-03-02 12:00:00'
pull "${hooks[@]}"
expect_status 0
expect_log ''

# A failing one before: nothing is snapshotted or sent, and those after run all the same.
write source tank/data
remember
pull --pre-snapshot-cmd "$WORK/hook pre fail" --pre-snapshot-cmd "$WORK/hook never" --post-snapshot-cmd "$WORK/hook post fail" \
  --post-snapshot-cmd "$WORK/hook post2"
expect_status 255
expect_err 'pre-snapshot-cmd failed:'
expect_err 'Nothing was snapshotted or sent.'
expect_unchanged
expect_equal "$(cut -d'|' -f1 "$log" | xargs)" 'source: pre fail source: post fail source: post2' "which hooks ran"
expect_equal "$(grep -c RESULT=failure "$log")" 2 "hooks that were told of the failure"

# The snapshot fails: they are told. One that fails afterwards harms nothing.
rm "$log"
FAKE_ZFS_FAULT='zfs snapshot*:1:cannot create snapshots: out of space' pull "${hooks[@]}"
expect_status 1
expect_equal "$(grep -c RESULT=failure "$log")" 1 "hooks that were told of the failure"
recall
rm "$log"
pull --post-snapshot-cmd "$WORK/hook post fail"
expect_status 0
expect_out 'NOTE: [Source] '
expect_snapshots backup backup/server1/tank/data "$(days 1 2)"

# Ended by Ctrl-C while the first one is at work: what it began is still ended.
write source tank/data
at '2026-03-03 12:00:00'
rm "$log"
printf '#!/bin/sh\ntouch "%s/waiting"\nexec sleep 60\n' "$WORK" > "$WORK/wait"
chmod +x "$WORK/wait"
start_zw source backup --pre-snapshot-cmd "$WORK/wait" --post-snapshot-cmd "$WORK/hook post" offsite1
eventually test -e "$WORK/waiting"
kill -INT "$started"
finish
expect_status 255
expect_err Aborted
expect_equal "$(cut -d'|' -f1 "$log")" 'source: post ' "which hooks ran"
expect_equal "$(grep -c RESULT=failure "$log")" 1 "hooks that were told of the failure"

# Around the transfers of each dataset.
rm "$log"
on source zfs create tank/new
pull --jobs 1 --pre-transfer-cmd "$WORK/hook begin" --post-transfer-cmd "$WORK/hook end"
expect_status 0
expect_equal "$(grep -c . "$log")" 4 "hooks"
expect_equal "$(head -n 1 "$log")" 'source: begin |ZWINNOW_BACKUP_NAME=offsite1 ZWINNOW_DATASET=tank/data ZWINNOW_TARGET=backup/server1/tank/data ' "the first"
expect_equal "$(sed -n 2p "$log")" \
  'source: end |ZWINNOW_BACKUP_NAME=offsite1 ZWINNOW_DATASET=tank/data ZWINNOW_RESULT=success ZWINNOW_TARGET=backup/server1/tank/data ' "the second"
write source tank/data
write source tank/new
at '2026-03-04 12:00:00'
rm "$log"
FAKE_ZFS_FAULT='zfs recv *tank/data:1:cannot receive: no luck' pull --jobs 1 --post-transfer-cmd "$WORK/hook end"
expect_status 1
expect_equal "$(grep -o 'RESULT=[a-z]*' "$log" | xargs)" 'RESULT=failure RESULT=success' "what they were told"
pull --pre-transfer-cmd "$WORK/hook begin fail"
expect_status 1
expect_err '[Source] tank/data: FAILED: pre-transfer-cmd failed:'

# The script runs them too, and those that follow also when it fails in between.
write source tank/data
at '2026-03-05 12:00:00'
pull --plan=sh "${hooks[@]}"
cp "$WORK/out" "$WORK/script"
remember
rm "$log"
on backup sh "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail "the script failed"
expect_equal "$(grep -o 'RESULT=[a-z]*' "$log" | xargs)" 'RESULT=success' "what they were told"
recall
rm "$log"
! FAKE_ZFS_HOST=backup FAKE_ZFS_FAULT='zfs snapshot*:1' sh "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail "the script went on"
expect_equal "$(grep -o 'RESULT=[a-z]*' "$log" | xargs)" 'RESULT=failure' "what they were told"
