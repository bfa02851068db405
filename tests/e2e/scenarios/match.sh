# `zwinnow match SRC [DST]`: what each dataset and its copy are to each other. It only reads: two zfs commands on each side, and one more for sizes.
# The checker of the JSON objects is that of the scenario `json`.
valid='import json, jsonschema, sys
schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft202012Validator(schema).validate(json.load(open(sys.argv[2], encoding="utf-8")))'
is_valid() { python3 -c "$valid" "$here/../../docs/run.schema.json" "$WORK/out" || fail "not as docs/run.schema.json has it: $(cat "$WORK/out")"; }
told() { jq -r "$1" "$WORK/out"; }
# expect_pair NAME INFO [OPTION…]: the line of that dataset.
expect_pair() { expect_equal "$(grep -P -e "^\Q$1\E\t" "$WORK/out" | cut -f 2)" "$2" "$1"; }
pairs=(match -H -o 'ds_suffix,info' source:tank/vm backup/vm)
expect_budget() { # SOURCE TARGET WHAT
  expect_equal "$(grep -c '^source	zfs ' "$FAKE_ZFS_LOG") $(grep -c '^backup	zfs ' "$FAKE_ZFS_LOG")" "$1 $2" "zfs commands on source and target, $3"
}

for dataset in tank/vm tank/vm/a tank/vm/b 'tank/vm/my files' tank/vm/x-ray tank/vm/tmp; do on source zfs create "$dataset"; done
on source zfs create -V 1000000 tank/vm/disk
on source zfs snapshot -r tank/vm@s1

# Nothing is there yet. A name may have been mistyped, so that is said.
zw match source:tank/vm backup/vm
expect_status 0
expect_out '[vm]       -      @s1       -         syncable (full)'
expect_out '7 syncable'
expect_err 'NOTE: [Target] invalid target: backup/vm does not exist yet, zwinnow sync creates it'
expect_budget 2 2 "without a target"
zw match source:tank/nothing backup/vm
expect_status 255
expect_err "tank/nothing"
zw match source:tank/vm nowhere/vm
expect_status 255
expect_err "there is no pool 'nowhere'"
on source zfs create tank/fresh
zw match source:tank/fresh backup/vm
expect_err 'NOTE: [Source] no source snapshots found in source:tank/fresh'

# All is there: zelta's table, and an exit code for monitors.
zw sync --no-snapshot --no-holds source:tank/vm backup/vm
expect_status 0
remember
zw match --check source:tank/vm backup/vm
expect_status 0
expect_equal "$(cat "$WORK/out")" 'DS_SUFFIX  MATCH  SRC_LAST  TGT_LAST  INFO
[vm]       @s1    @s1       @s1       up-to-date
/a         @s1    @s1       @s1       up-to-date
/b         @s1    @s1       @s1       up-to-date
/disk      @s1    @s1       @s1       up-to-date
/my files  @s1    @s1       @s1       up-to-date
/tmp       @s1    @s1       @s1       up-to-date
/x-ray     @s1    @s1       @s1       up-to-date
7 up-to-date
7 total datasets compared' "the table"
expect_equal "$(cat "$WORK/err")" "" "words on stderr"
expect_budget 2 2 "with all up to date"
expect_unchanged
zw match -o size source:tank/vm backup/vm
expect_budget 2 2 "with sizes of nothing"

# What is written is to be sent: how many snapshots, how many bytes, for one command more.
write source 'tank/vm/my files' 500000
on source zfs snapshot 'tank/vm/my files@s2'
write source 'tank/vm/my files' 300000
on source zfs snapshot 'tank/vm/my files@s3'
write source 'tank/vm/my files' 100000
on source zfs create tank/vm/new
on source zfs snapshot tank/vm/new@s1
zw match -Hp -o ds_suffix,xfer_num,xfer_size,src_next,src_written,info source:tank/vm backup/vm
expect_budget 3 2 "with sizes"
expect_equal "$(grep -v up-to-date "$WORK/out")" '/my files	2	800000	@s2	100000	syncable (incremental)
/new	1	24576	@s1	0	syncable (full)' "what is to be sent"
expect_equal "$(commands source 'zfs get -Hp -o name,property,value,source usedbydataset,usedbysnapshots,written@s1')" 1 "the question for sizes"
zw match -o xfersize --no-written source:tank/vm backup/vm
expect_budget 2 2 "without sizes"
zw match -o ds_suffix,size source:tank/vm backup/vm
expect_out '/my files  781K'
zw match --check source:tank/vm backup/vm
expect_status 2
expect_out '6 up-to-date, 2 syncable'
zw match -H -o name,first,next,last,written,snaps,count source:tank/vm backup/vm
expect_equal "$(sed -n '5p' "$WORK/out")" 'tank/vm/my files	backup/vm/my files	@s1	@s1	@s2	-	@s3	@s1	98K	0B	3	1	1	2' "groups of columns"
zw match -o all,rel_name,status,matches source:tank/vm backup/vm
expect_equal "$(head -n 1 "$WORK/out" | wc -w)" 21 "all columns, and synonyms"
zw match -o nothing source:tank/vm backup/vm
expect_status 255
expect_err "there is no column 'nothing'"

# What is in the way, each under its name.
remember
on source zfs create tank/vm/hole
on source zfs create tank/vm/hole/child
on source zfs snapshot tank/vm/hole/child@s1
on backup zfs create 'backup/vm/my kid'
on backup zfs snapshot backup/vm/a@own
on source zfs snapshot tank/vm/b@twin
on backup zfs snapshot backup/vm/b@twin
on backup zfs destroy backup/vm/disk@s1
write backup backup/vm/x-ray 77
on source zfs destroy tank/vm/tmp@s1
on source zfs snapshot tank/vm/tmp@t1
zw "${pairs[@]}"
expect_status 0
expect_budget 2 2 "whatever the states"
expect_pair '[vm]' up-to-date
expect_pair /hole 'need snapshot for source: tank/vm/hole'
expect_pair /hole/child 'need snapshot for source: tank/vm/hole'
expect_pair '/my kid' 'no source (target only)'
expect_pair /a 'blocked sync: target diverged'
expect_pair /b 'guid mismatch on: @twin'
expect_pair /disk 'blocked sync: no target snapshots'
expect_pair /x-ray 'blocked sync: target is written'
expect_pair /tmp 'blocked sync: target diverged'
zw match -v --check source:tank/vm backup/vm
expect_status 10
expect_out '1 up-to-date, 4 syncable, 6 blocked'
expect_out '11 total datasets compared'
expect_err 'tank/vm/a: target has snapshots of its own after @s1: @own. Only where these are empty an increment passes them: see zwinnow sync --test'
expect_err 'tank/vm/x-ray: target has been written to (77 bytes) since @s1'
expect_err 'tank/vm/tmp: Cant find common snapshot with target. To send it anew and keep what is there: zfs rename'

# The same for programs.
zw match --json --check source:tank/vm backup/vm
expect_status 10
is_valid
expect_equal "$(told '[.verb, .job, .sourceHost, .targetVolume, .result, .exitCode, (.pairs | length)] | @tsv')" \
  'match	source:tank/vm	source	backup/vm	failed	10	11' "the run"
expect_equal "$(told '.pairs[] | select(.suffix == "/my files") | [.state, .standing, .match, .commonSnapshots, .snapshotsToSend, .bytesToSend, .source.next, .target.last, .partlyReceived] | @tsv')" \
  'syncable_incremental	syncable	@s1	1	2	800000	@s2	@s1	false' "a pair"
expect_equal "$(told '.pairs[] | select(.suffix == "/my kid") | [.state, .source.exists, .target.name] | @tsv')" 'target_only	false	backup/vm/my kid' "one without a source"
expect_equal "$(cat "$WORK/err")" "" "words on stderr"
zw match --json source:tank/none backup/vm
expect_status 255
is_valid

# Parts of the trees; the source alone.
zw match -d1 -H source:tank/vm backup/vm
expect_equal "$(cut -f 1 "$WORK/out")" '[vm]' "one level"
zw match -H -o ds_suffix -X '/my*,/hole,*/tmp' -X '@s2,@s3' source:tank/vm backup/vm
expect_equal "$(tr '\n' ' ' < "$WORK/out")" '[vm] /a /b /disk /new /x-ray ' "without what is excluded on either side"
zw match source:tank/vm
expect_status 0
expect_out '[vm]         @s1       1          0B           no target (source only)'
expect_out '/my files    @s3       3          98K          no target (source only)'
expect_out '/hole        -         0          24K          need snapshot for source: tank/vm/hole'
expect_out '10 total datasets listed'
expect_budget 2 0 "of the source alone"

# A bookmark as base, and a partial receive.
recall
on source zfs bookmark tank/vm/a@s1 tank/vm/a#mark
on source zfs destroy tank/vm/a@s1
on source zfs snapshot tank/vm/a@s2
zw match -H -o ds_suffix,match,xfer_num,xfer_size,info -d 2 source:tank/vm backup/vm
expect_equal "$(sed -n 2p "$WORK/out")" '/a	#mark	1	-	syncable (incremental)' "from a bookmark"
write source 'tank/vm/my files' 3000000
on source zfs snapshot 'tank/vm/my files@big'
FAKE_ZFS_FAULT='cut@60000:zfs send *tank/vm/my files@*:1:cannot send: broken pipe' zw sync --no-snapshot --no-holds source:tank/vm backup/vm || :
zw match --json source:tank/vm backup/vm
is_valid
[[ $(told '[.pairs[] | select(.partlyReceived) | .state] | unique | .[]') == syncable_incremental ]] || fail "a partial receive: $(told '.pairs[] | [.suffix, .state, .partlyReceived] | @tsv')"
expect_budget 3 2 "with a partial receive"

# A backup by its name: what its property selects, and what is below its target path of it.
make_pools
make_job tank/data tank/gone
at '2026-03-01 12:00:00'
pull --no-holds
expect_status 0
zw match --backup offsite1 --ssh-source source --check backup/server1
expect_status 0
expect_out '/tank/data  @offsite1-20260301120000  @offsite1-20260301120000  @offsite1-20260301120000  up-to-date'
expect_out '3 up-to-date'
expect_budget 2 2 "of a backup"
on source zfs destroy -r tank/gone
on backup zfs create backup/server1/others
on source zfs snapshot tank/data@foreign
zw match --backup offsite1 --ssh-source source --check backup/server1
expect_status 1
expect_out '/tank/gone  -                         -                         @offsite1-20260301120000  no source (target only)'
expect_out '2 up-to-date, 1 blocked'
zw match --backup offsite1 --ssh-source source --other-snapshots backup/server1
expect_out '1 up-to-date, 1 syncable, 1 blocked'
zw_on source match --backup offsite1 --ssh-target backup backup/server1
expect_out '2 up-to-date, 1 blocked'
zw match --backup offsite1 --ssh-source source backup/nothing
expect_status 255
expect_err "Target path 'backup/nothing' does not exist"

# What cannot be.
for words in "" "--check source:tank" "a b c" "source:tank@s1 backup/vm" "--ssh-source source tank backup/vm" "--backup offsite1" \
  "--backup offsite1 -d1 backup/server1" "--strip-path 1 tank backup/vm"; do
  # shellcheck disable=SC2086 # words
  zw match $words
  expect_status 255
done
