# What a run did as one JSON object: by the schema, whatever becomes of the run, and as an importer that counts braces takes it.
cat > "$WORK/check.py" << 'PY'
# check.py SCHEMA FILE: each object in FILE by the schema; taken apart by braces, as lines, and asked in sqlite.
import json, sqlite3, sys
import jsonschema

def objects(text):
    found, depth, begin = [], 0, 0
    for at, char in enumerate(text):
        if char == "{":
            begin, depth = (at, 1) if depth == 0 else (begin, depth + 1)
        elif char == "}":
            depth -= 1
            if depth == 0:
                found.append(text[begin:at + 1])
    return found

schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
text = open(sys.argv[2], encoding="utf-8").read()
lines = text.splitlines()
assert lines and text.endswith("\n"), "not in lines"
assert objects(text) == lines, "braces within strings, or not one object a line"
db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE data (json_data TEXT)")
for line in lines:
    jsonschema.Draft202012Validator(schema).validate(json.loads(line))
    db.execute("INSERT INTO data (json_data) VALUES (?)", [json.dumps(json.loads(line))])
rows = db.execute("""SELECT json_extract(json_data, '$.startTime') as Time,
    REPLACE(json_extract(json_data, '$.targetVolume'), 'backup/', '') as Volume,
    json_extract(json_data, '$.replicationSize') as "" FROM data ORDER BY Time""").fetchall()
assert len(rows) == len(lines) and all(isinstance(row[0], int) and isinstance(row[2], int) for row in rows), rows
times = db.execute("""SELECT REPLACE(json_extract(json_data, '$.targetVolume'), 'backup/', '') as Volume,
    (sum(json_extract(json_data, '$.endTime')) - sum(json_extract(json_data, '$.startTime'))) as TotalTime FROM data
    WHERE json_extract(json_data, '$.startTime') >= 0 GROUP by Volume ORDER by TotalTime DESC""").fetchall()
assert all(row[1] >= 0 for row in times), times
PY
schema=$here/../../docs/run.schema.json
# is_valid FILE: each object in it.
is_valid() { python3 "$WORK/check.py" "$schema" "$1" || fail "not as docs/run.schema.json has it: $(cat "$1")"; }
# told FILTER: what jq makes of the object that the run printed.
told() { jq -r "$1" "$WORK/out"; }

make_job tank/data tank/other
write source tank/data 3000000
at '2026-03-01 12:00:00'
pull --json --json-file "$WORK/runs.json"
expect_status 0
is_valid "$WORK/out"
cmp -s "$WORK/out" "$WORK/runs.json" || fail "the file has another object than stdout"
expect_equal "$(told '[.verb, .job, .sourceHost, .targetHost, .targetVolume, .result, .exitCode, .test] | @tsv')" \
  "backup	offsite1	source		backup/server1	ok	0	false" "the run"
expect_equal "$(told '[.startTime, .endTime >= .startTime, .endTime < .startTime + 3600] | @tsv')" \
  "$(TZ=UTC0 date -d '2026-03-01 12:00:00' +%s)	true	true" "its times"
expect_equal "$(told '.datasets[] | [.source, .target, .outcome, .snapshot, .base, .snapshotsSent] | @tsv')" \
  "tank	backup/server1/tank	sent	offsite1-20260301120000		1
tank/data	backup/server1/tank/data	sent	offsite1-20260301120000		1
tank/other	backup/server1/tank/other	sent	offsite1-20260301120000		1" "the datasets"
expect_equal "$(told '.replicationSize == ([.datasets[].bytesSent] | add) and .replicationSize > 2900000')" true "bytes in all"
expect_equal "$(told '[.replicationStreamsSent, .snapshotsSent, (.errors | length)] | @tsv')" "3	3	0" "streams, snapshots, errors"
expect_equal "$(cat "$WORK/err")" "" "words on stderr"

# An increment with thinning on both sides; words go to stderr.
write source tank/data
at '2026-03-02 12:00:00'
pull --json -v --keep-source 1 --keep-target 1 --json-file "$WORK/runs.json"
expect_status 0
is_valid "$WORK/out"
expect_err '  #### All operations completed successfully'
expect_equal "$(told '.datasets[] | [.source, .outcome, .base, .destroyedOnSource, .destroyedOnTarget] | @tsv')" \
  "tank	up_to_date		0	0
tank/data	sent	offsite1-20260301120000	1	1
tank/other	up_to_date		0	0" "the datasets"
expect_equal "$(told '[.destroyedOnSource, .destroyedOnTarget] | @tsv')" "1	1" "destroyed in all"

# What would be done.
write source tank/other
at '2026-03-03 12:00:00'
pull --json --test
is_valid "$WORK/out"
expect_equal "$(told '[.test, .datasets[2].outcome, .datasets[2].snapshotsSent] | @tsv')" "true	sent	0" "a dry run"
expect_err '# [Source] CMDSKIP> '

# A dataset fails: by a command, and as foreseen. The next step is in it.
export FAKE_ZFS_FAULT='zfs recv *tank/other*:1:cannot receive incremental stream: out of space {'
pull --json --json-file "$WORK/runs.json"
unset FAKE_ZFS_FAULT
expect_status 1
is_valid "$WORK/out"
expect_equal "$(told '[.result, .exitCode, .datasetsFailed, .datasets[2].outcome] | @tsv')" "failed	1	1	failed" "the run"
expect_equal "$(told '.errors[] | [.dataset, .class] | @tsv')" "tank/other	out_of_space" "the error"
expect_equal "$(told '.errors[0].nextStep')" "make room in the pool, or thin more with a shorter schedule" "the next step"
[[ $(told '.errors[0].command') == *'zfs send'*'| '*'zfs recv'*backup/server1/tank/other* ]] || fail "no command: $(told '.errors[0]')"
[[ $(told '.errors[0].stderr') == *'out of space {'* ]] || fail "no stderr: $(told '.errors[0]')"
export FAKE_ZFS_FAULT='zfs recv *tank/other*:1:cannot receive incremental stream: destination backup/server1/tank/other has been modified'
pull --json
unset FAKE_ZFS_FAULT
is_valid "$WORK/out"
expect_equal "$(told '.errors[] | [.class, .nextStep] | @tsv')" "target_modified	mounting or reading a writable copy may have done it. zfs set readonly=on backup/server1/tank/other, and then --rollback once, to lose those changes" "a target that was written to meanwhile"
on backup zfs snapshot backup/server1/tank/other@own
write backup backup/server1/tank/other
on backup zfs snapshot backup/server1/tank/other@own2
pull --json
expect_status 1
is_valid "$WORK/out"
expect_equal "$(told '.errors[] | [.dataset, .class] | @tsv')" "tank/other	diverged" "what the plan foresees"

# The run is not done: no target, nothing selected, a bad schedule, another run.
pull_to() { zw backup --json --json-file "$WORK/runs.json" --ssh-source source "${@:2}" offsite1 "$1"; }
pull_to backup/nowhere
expect_status 255
is_valid "$WORK/out"
expect_equal "$(told '[.result, .exitCode, .errors[0].class] | @tsv')" "not_done	255	no_target" "no target"
pull_to backup/server1 --keep-source x
expect_status 255
is_valid "$WORK/out"
expect_equal "$(told '[.result, .errors[0].class] | @tsv')" "not_done	not_done" "a bad schedule"
pull_to backup/server1 --plan=sh
expect_status 255
expect_err 'zwinnow: --json and --plan both print on stdout'
expect_equal "$(wc -l < "$WORK/runs.json")" 5 "objects in the file"
is_valid "$WORK/runs.json"

# A signal ends it: what was done until then is in the object.
write source tank/data
at '2026-03-04 12:00:00'
export FAKE_ZFS_FAULT='hang:zfs send *'
start_zw backup backup --json --ssh-source source offsite1 backup/server1
eventually has_started 'zfs send'
kill -TERM "$started"
finish
unset FAKE_ZFS_FAULT
expect_status 255
is_valid "$WORK/out"
expect_equal "$(told '[.result, .errors[-1].class] | @tsv')" "aborted	aborted" "an interrupted run"
expect_equal "$(told '.datasets[1] | [.snapshot, .outcome, .snapshotsSent] | @tsv')" "offsite1-20260304120000	not_done	0" "what it has done"

# Before anything is done nothing is told of datasets.
write source tank/data
at '2026-03-05 12:00:00'
pull --json --pre-snapshot-cmd false
expect_status 255
is_valid "$WORK/out"
expect_equal "$(told '[.result, .errors[0].class, (.datasets | length)] | @tsv')" "not_done	not_done	0" "a run that was kept from its work"

# A file that cannot be written changes nothing but a warning.
pull --json-file "$WORK/no/such/dir"
expect_status 1 # for tank/other
expect_out "NOTE: --json-file: cannot write $WORK/no/such/dir: No such file or directory"
expect_no_out '{'

# The other verbs that report.
zw verify --json --test --ssh-source source offsite1 backup/server1
is_valid "$WORK/out"
expect_equal "$(told '[.verb, .test, (.datasets | length), .datasets[0].outcome] | @tsv')" "verify	true	3	not_done" "a verification"
zw_on source snapshot // --json --label hourly
expect_status 0
is_valid "$WORK/out"
expect_equal "$(told '[.verb, .job, .targetVolume, .datasets[0].outcome] | @tsv')" "snapshot	hourly		snapshotted" "snapshots by name"
zw holds --json --ssh-source source offsite1 backup/server1
expect_status 0
is_valid "$WORK/out"
expect_equal "$(told '[.verb, .job, (.holds | length > 3), (.holds[] | select(.snapshot == "backup/server1/tank@offsite1-20260301120000") | .side, .tag, .target, .commonBase, .released)] | @tsv')" \
  "holds	offsite1	true	target	zfs_autobackup:offsite1	backup/server1	true	false" "holds"
# A release that zfs refuses is an error of that dataset, with its class, command and next step.
at '2027-03-01 12:00:00'
FAKE_ZFS_FAULT="source zfs release*:1:cannot release hold from snapshot 'tank@offsite1-20260301120000': permission denied" \
  zw_on source holds --json --release=90d offsite1
expect_status 1
is_valid "$WORK/out"
expect_equal "$(told '[.result, .exitCode, .datasetsFailed, (.errors | length), (.notes | length > 0)] | @tsv')" "failed	1	1	1	true" "a refused release"
expect_equal "$(told '.errors[0] | [.dataset, .class, (.command | contains("zfs release")), (.nextStep | contains("zwinnow allow"))] | @tsv')" \
  "tank	not_allowed	true	true" "its error"
