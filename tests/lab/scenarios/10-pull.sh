#!/bin/bash
# Pull over ssh: the first full send and an incremental one, of a filesystem and a volume with a space in a name;
# the copies are the same byte for byte.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o autobackup:test=true 'tank/my data'
on source zfs create -s -V 8M 'tank/my data/disk'
on backup zfs create backup/copies
write_file source 'tank/my data' first 200000

pull=(backup test backup/copies --ssh-source source)
at_time '2025-03-01 12:00' zw "${pull[@]}" --verbose
expect_snapshots backup 'backup/copies/tank/my data' test-20250301120000
expect_same_content 'tank/my data@test-20250301120000' 'backup/copies/tank/my data@test-20250301120000'

write_file source 'tank/my data' second 200000
write_disk source 'tank/my data/disk' 100000
at_time '2025-03-02 12:00' also_as_script backup "${pull[@]}"
expect_snapshots backup 'backup/copies/tank/my data' test-20250301120000 test-20250302120000
expect_same_content 'tank/my data@test-20250302120000' 'backup/copies/tank/my data@test-20250302120000'
expect_same_content 'tank/my data/disk@test-20250302120000' 'backup/copies/tank/my data/disk@test-20250302120000'

before=$(both_states)
at_time '2025-03-02 12:30' zw "${pull[@]}" --no-snapshot
expect_equal "$(both_states)" "$before" "what a run with nothing to do leaves"

# What the run did, as data: the bytes are those that zfs says it has received.
write_file source 'tank/my data' third 300000
report=$(at_time '2025-03-03 12:00' zw "${pull[@]}" --json 2>/dev/null)
expect_equal "$(jq -r '[.result, .exitCode, .replicationStreamsSent, (.errors | length)] | @tsv' <<<"$report")" "ok	0	1	0" "the run as data"
expect_equal "$(jq -r '.datasets[] | [.source, .outcome, .base, .snapshot] | @tsv' <<<"$report")" \
  "tank/my data	sent	test-20250302120000	test-20250303120000
tank/my data/disk	up_to_date		" "its datasets as data"
expect_equal "$(jq '.replicationSize > 300000 and .replicationSize < 700000' <<<"$report")" true "bytes that were sent"
