# `zwinnow status [NAME [TARGET]]`: a plugin for Nagios. It only reads: two zfs commands on each side, one zpool, and more only where the
# listings do not tell enough. The checker of the JSON objects is that of the scenario `json`.
valid='import json, jsonschema, sys
schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator(schema).validate(json.load(open(sys.argv[2], encoding="utf-8")))'
is_valid() { python3 -c "$valid" "$here/../../docs/run.schema.json" "$WORK/out" || fail "not as docs/run.schema.json has it: $(cat "$WORK/out")"; }
told() { jq -r "$1" "$WORK/out"; }
look() { zw status --ssh-source source "$@"; }
# expect_says STATUS TEXT…: the exit code, and what the first line says before the numbers.
expect_says() {
  local text line
  line=$(head -n 1 "$WORK/out")
  expect_status "$1"
  shift
  for text in "$@"; do [[ ${line%% | *} == *"$text"* ]] || fail "the first line does not say '$text': $line"; done
}
# expect_number 'LABEL' VALUE: among the numbers of the first line.
expect_number() { [[ " $(head -n 1 "$WORK/out" | sed 's/.* | //') " == *" '$1'=$2"[\ \;]* ]] || fail "no '$1'=$2: $(head -n 1 "$WORK/out")"; }
expect_cost() { # SOURCE TARGET WHAT
  expect_equal "$(commands source) $(commands backup)" "$1 $2" "commands on source and target, $3"
}

make_job tank/data 'tank/my files' tank/idle
at '2026-03-01 12:00:00'
pull
expect_status 0
remember

# All is well, in one line.
at '2026-03-01 13:00:00'
look offsite1 backup/server1
expect_equal "$(cat "$WORK/out")" "OK - offsite1: 4 datasets, newest common snapshot 1h old | 'lag'=0s;108000;172800;0 'age'=3600s;;;0 'datasets'=4;;;0 'troubled'=0;;;0 'behind'=0;;;0 'diverged'=0;;;0 'partly_received'=0;;;0 'target_only'=0;;;0 'held'=0;;;0 'capacity backup'=0%;80;90;0;100" "the line"
expect_status 0
expect_equal "$(cat "$WORK/err")" "" "words on stderr"
expect_cost 2 3 "when all is well"
expect_unchanged
zw_on source status --ssh-target backup offsite1 backup/server1
expect_says 0 'OK - offsite1: 4 datasets'
expect_cost 2 3 "from the source"

# What does not change needs no new snapshot. What has changed since the last run is that old; then it is late.
at '2026-03-09 12:00:00'
look offsite1 backup/server1
expect_says 0 'newest common snapshot 8d old'
at '2026-03-02 12:00:00'
write source tank/data
look offsite1 backup/server1
expect_says 0 'OK'
expect_number lag 86400s
look --warning 23h --critical 1d6h offsite1 backup/server1
expect_says 1 'WARNING - offsite1: 1 of 4 datasets in trouble: tank/data: behind for up to 1d'
at '2026-03-04 12:00:00'
look offsite1 backup/server1
expect_says 2 'CRITICAL - offsite1: 1 of 4 datasets in trouble: tank/data: behind for up to 3d'
expect_equal "$(tail -n +2 "$WORK/out")" 'CRITICAL - tank/data: behind for up to 3d, newest @offsite1-20260301120000, lag 3d, 0 snapshots behind' "the lines below"
look -v offsite1 backup/server1
expect_out 'OK - tank/my files: newest @offsite1-20260301120000, lag 0s, 0 snapshots behind'
expect_number 'tank/my files behind' 0
expect_cost 2 3 "when something is late"

# Snapshots that wait; a run that gets through.
zw_on source backup --no-send offsite1 backup/server1 || :
zw_on source snapshot --snapshot-format 'offsite1-%Y%m%d%H%M%S' tank/data
look offsite1 backup/server1
expect_says 2 'tank/data: behind for up to 3d'
expect_number behind 1
pull
look offsite1 backup/server1
expect_says 0 'OK'

# Snapshots of other tools hide what was written since ours: one command more, and not one for each dataset.
on source zfs snapshot -r tank@foreign
at '2026-03-08 12:00:00'
look offsite1 backup/server1
expect_says 0 'OK'
expect_number lag 0s
expect_cost 3 3 "with snapshots of others"
look --other-snapshots offsite1 backup/server1
expect_says 2 '4 of 4 datasets in trouble'

# What is in the way of the next stream.
recall
at '2026-03-01 13:00:00'
on backup zfs snapshot backup/server1/tank/data@own
look offsite1 backup/server1
expect_says 0 'OK'
expect_cost 2 4 "with an empty snapshot of the target's own"
write backup backup/server1/tank/data
on backup zfs snapshot backup/server1/tank/data@own2
look offsite1 backup/server1
expect_says 2 'tank/data: blocked sync: target diverged'
expect_number diverged 1
recall
write backup 'backup/server1/tank/my files' 77
look offsite1 backup/server1
expect_says 1 'WARNING' 'tank/my files: blocked sync: target is written'
recall
on source zfs set autobackup:offsite1=false tank/idle
look offsite1 backup/server1
expect_says 0 'OK - offsite1: 3 datasets'
expect_number target_only 1

# A partial receive.
recall
write source tank/data 3000000
at '2026-03-01 14:00:00'
FAKE_ZFS_FAULT='cut@60000:zfs send *tank/data@*:1:cannot send: broken pipe' pull || :
look offsite1 backup/server1
expect_says 0 '1 partly received'
expect_number partly_received 1

# The pool fills up.
recall
on backup zpool set capacity=85 backup
look offsite1 backup/server1
expect_says 1 'pool backup is 85% full'
look --capacity-warning 0 offsite1 backup/server1
expect_says 0 OK
on backup zpool set capacity=95% backup
look offsite1 backup/server1
expect_says 2 'pool backup is 95% full'

# A hold for a target that is gone: one command more, once snapshots are that old.
recall
FAKE_ZFS_LOG='' faked source zfs hold zfs_autobackup:offsite1:12345678 tank/data@offsite1-20260301120000
for day in 02 03; do
  at "2026-03-$day 12:00:00"
  write source tank/data
  pull
done
at '2026-07-01 12:00:00'
look --held-warning 10y offsite1 backup/server1
expect_says 0 OK
expect_cost 2 3 "with young holds"
look offsite1 backup/server1
expect_says 1 'tank/data@offsite1-20260301120000 is held by zfs_autobackup:offsite1:12345678 for' 'is that target gone? zwinnow holds lists them'
expect_number held 1
expect_cost 3 3 "with old snapshots"

# Copies must be read-only.
recall
at '2026-03-01 13:00:00'
look --assert-readonly backup/server1/tank offsite1 backup/server1
expect_says 0 '4 datasets read-only as asserted'
expect_cost 2 3 "with what was listed"
on backup zfs set readonly=off backup/server1/tank/idle
look --assert-readonly backup/server1/tank offsite1 backup/server1
expect_says 2 'backup/server1/tank/idle is writable (readonly=off)'
zw status --assert-readonly backup/server1/tank --assert-readonly backup/server1/tank/data
expect_says 2 'backup/server1/tank/idle is writable'
zw status --assert-readonly backup/server1/tank/data
expect_says 0 'OK - 1 dataset read-only as asserted'
expect_equal "$(cat "$WORK/out")" 'OK - 1 dataset read-only as asserted' "a line without numbers"
zw status --assert-readonly backup/none
expect_says 3 'UNKNOWN - ' 'backup/none'

# The source alone, and all backups that are found on it.
recall
zw_on source status offsite1
expect_says 0 'OK - offsite1: 4 datasets, newest snapshot 1h old'
expect_number 'capacity tank' 0%
expect_cost 3 0 "of the source alone"
on source zfs set autobackup:local-2=child tank
on source zfs set autobackup:off=false tank
write source tank/data
at '2026-03-05 12:00:00'
zw_on source status
expect_says 2 'CRITICAL - local-2: 3 of 3 datasets in trouble: ' 'no snapshot of this backup yet' 'offsite1: 1 of 4 datasets in trouble: tank/data: changed and not snapshotted for up to 4d'
expect_number 'offsite1 lag' 345600s
expect_number 'local-2 datasets' 3
expect_cost 7 0 "of two backups"
on source zfs inherit autobackup:local-2 tank
look
expect_says 2 'offsite1: 1 of 4 datasets'

# For programs.
look --json offsite1 backup/server1
expect_status 2
is_valid
expect_equal "$(told '[.verb, .job, .exitCode, .result, .status[0].level, .status[0].pools[0].pool, (.status[0].datasets | length)] | @tsv')" \
  'status	offsite1	2	failed	CRITICAL	backup	4' "the object"
expect_equal "$(told '.status[0].datasets[] | select(.source == "tank/data") | [.target, .level, .state, .newest, .lagSeconds, .snapshotsBehind, .partlyReceived] | @tsv')" \
  'backup/server1/tank/data	CRITICAL	up_to_date	@offsite1-20260301120000	345600	0	false' "a dataset"
expect_equal "$(told '.status[0].datasets[] | select(.source == "tank/data") | .newestGuid')" "$(guid_of source tank/data@offsite1-20260301120000)" "its guid"
guid=$(guid_of backup backup/server1/tank/data@offsite1-20260301120000)
expect_equal "$(told '.status[0].datasets[] | select(.source == "tank/data") | .newestGuid')" "$guid" "the guid of its copy"

# What cannot be looked at is unknown, and never well: one line, whatever ssh says of it.
FAKE_SSH_FAIL='source:255:ssh: no | route' look offsite1 backup/server1
expect_says 3 'UNKNOWN - '
expect_equal "$(wc -l < "$WORK/out")" 1 "lines of what is unknown"
look offsite1 backup/none
expect_says 3 "UNKNOWN - " "Target path 'backup/none' does not exist"
look nothing backup/server1
expect_says 3 'UNKNOWN - nothing: no dataset is selected: zfs set autobackup:nothing=true does it'
on source zfs set autobackup:offsite1=yes tank
look offsite1 backup/server1
expect_says 2 'tank: autobackup:offsite1 must be true, false, child or parent'
zw status
expect_says 3 'UNKNOWN - no dataset has a property autobackup:name: no backup is set up on this host'
look --json offsite1 backup/none
expect_status 3
is_valid
for words in "--warning 1 offsite1" "--warning 1x offsite1" "--capacity-warning 101% offsite1" "--assert-readonly" "a b c" "--nothing"; do
  # shellcheck disable=SC2086 # words
  zw status $words
  expect_status 3
done
