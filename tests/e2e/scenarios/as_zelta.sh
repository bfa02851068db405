# Under the name zelta, and the links that are its verbs: command lines, lines of output, the last line, and exit codes.
for link in zelta zmatch zpull zsync; do ln -s "$ZWINNOW" "$WORK/$link"; done
zelta() { run_program source "$WORK/zelta" "$@"; }
for dataset in tank/vm tank/vm/a tank/vm/b; do on source zfs create "$dataset"; done
write source tank/vm/a
pair=(tank/vm backup:backup/Backups/vm)
remember
last_line() { tail -n 1 "$WORK/out"; }
expect_last() { [[ $(last_line) =~ ^$1\ sent,\ $2\ streams\ received\ in\ [0-9]+\.[0-9][0-9]\ seconds$ ]] || fail "the last line is not that of $1, $2"; }

# --- backup: one line for the snapshot, one for each dataset that is up to date, and the last line, always ---

at '2026-03-01 12:00:00'
zelta backup "${pair[@]}"
expect_status 0
made=zelta_2026-03-01_12.00.00
expect_equal "$(head -n 4 "$WORK/out")" "snapshot created: tank/vm@$made
target has latest source snapshot: @$made
target has latest source snapshot: /a@$made
target has latest source snapshot: /b@$made" 'what it says'
expect_last '[0-9]+[BKM]' 3/3
expect_equal "$(wc -l < "$WORK/out")$(wc -c < "$WORK/err")" 50 'lines'
zelta backup "${pair[@]}"
expect_status 0
expect_no_out 'snapshot created'
expect_out "target has latest source snapshot: /a@$made"
expect_last 0B 0/0
zelta backup -q "${pair[@]}"
expect_quiet
zelta backup -j "${pair[@]}"
expect_status 0
expect_equal "$(wc -l < "$WORK/out")" 1 'one JSON object'
expect_out '"verb":"sync"'

# --- match: the table and the sums ---

write source tank/vm/a
on source zfs snapshot tank/vm/a@later
zelta match "${pair[@]}"
expect_status 0
expect_equal "$(sed 's/  */ /g; s/ $//' "$WORK/out")" "DS_SUFFIX MATCH SRC_LAST TGT_LAST INFO
[vm] @$made @$made @$made up-to-date
/a @$made @later @$made syncable (incremental)
/b @$made @$made @$made up-to-date
2 up-to-date, 1 syncable
3 total datasets compared" 'the table'
run_program source "$WORK/zmatch" -H -o ds_suffix,info "${pair[@]}"
expect_out $'/a\tsyncable (incremental)'
zelta match tank/vm backup:backup/nowhere
expect_err 'invalid target: backup/nowhere'
on source zfs create tank/empty
zelta match tank/empty backup:backup/nowhere
expect_err 'no source snapshots found'
on source zfs create tank/vm/c
zelta match "${pair[@]}"
expect_out 'need snapshot for source: '
on backup zfs rollback "backup/Backups/vm/a@$made" 2> /dev/null || :
on backup zfs snapshot backup/Backups/vm/a@later
zelta match "${pair[@]}"
expect_out 'guid mismatch on: @later'
zelta backup "${pair[@]}"
expect_status 1
expect_err 'tank/vm/a: FAILED'
expect_no_out 'target has latest source snapshot: /a'
expect_last '[0-9]+[BKM]' 1/1

# --- rotate keeps what diverged, and goes on ---

at '2026-03-01 13:00:00'
on backup zfs destroy backup/Backups/vm/a@later
write backup backup/Backups/vm/a
on backup zfs snapshot backup/Backups/vm/a@mine
zelta backup "${pair[@]}"
expect_status 1
expect_err 'backup/Backups/vm/a@mine: Incompatible snapshot'
zelta rotate "${pair[@]}"
expect_status 0
expect_snapshots backup backup/Backups/vm/a "$made later"
expect_equal "$(on backup zfs list -H -o name -r backup/Backups | grep -c 'a.diverged-')" 1 'what was set aside'

# --- sync: the newest alone, and no snapshot unless it is asked for ---

recall
zelta sync "${pair[@]}"
expect_status 0
expect_out 'no source snapshots found'
expect_last 0B 0/0
for name in 1 2 3; do on source zfs snapshot -r tank/vm@$name; done
zelta sync "${pair[@]}"
expect_status 0
expect_snapshots backup backup/Backups/vm 3
expect_no_out 'snapshot created'
for name in 4 5; do on source zfs snapshot -r tank/vm@$name; done
run_program source "$WORK/zsync" -I "${pair[@]}"
expect_snapshots backup backup/Backups/vm '3 4 5'
at '2026-03-01 14:00:00'
zelta sync -Sm "${pair[@]}"
expect_out 'snapshot created: tank/vm@zelta_2026-03-01_14.00.00'
at '2026-03-01 15:00:00'
write source tank/vm
zelta sync -nsRd1 "${pair[@]}" # the fake knows no -R; see the lab
expect_status 0
expect_out 'zfs snapshot -r tank/vm@zelta_2026-03-01_15.00.00'
expect_out ' -R -I @zelta_2026-03-01_14.00.00 tank/vm@zelta_2026-03-01_15.00.00'

# --- pull and replicate ---

recall
run_program backup "$WORK/zpull" source:tank/vm backup/pulled
expect_status 0
expect_last '[0-9]+[BKM]' 3/3
run_program backup "$WORK/zelta" replicate -n source:tank/vm backup/replicated
expect_status 0
expect_out ' -R tank/vm@'

# --- clone, revert, snapshot, prune ---

run_program backup "$WORK/zelta" clone backup/pulled backup/temp
expect_status 0
expect_exists backup backup/temp/a
on backup zfs destroy -r backup/temp
at '2026-03-01 16:00:00'
zelta snapshot tank/vm
expect_status 0
expect_out 'snapshot created: tank/vm@zelta_2026-03-01_16.00.00'
write source tank/vm/a
zelta revert tank/vm/a
expect_status 0
expect_equal "$(on source zfs list -H -o name -r tank/vm | grep -c 'a.rolled-back-')" 1 'what was set aside'
recall
at '2025-01-01 12:00:00'
for name in 1 2 3; do faked source zfs snapshot -r tank/vm@$name; done
at '2026-03-01 12:00:00'
faked source zfs snapshot -r tank/vm@4
zelta backup "${pair[@]}"
remember pruned
zelta prune --keep-snap-num=1 "${pair[@]}"
expect_status 0
expect_unchanged pruned
expect_out 'tank/vm@1%3'
zelta prune "${pair[@]}"
expect_no_out 'tank/vm@'

# --- What is refused, and how ---

recall
for words in policy 'list tank' 'backup tank/vm' 'backup -z tank/vm backup/x' 'backup --send-raw=x tank/vm backup/x'; do
  # shellcheck disable=SC2086 # words
  zelta $words
  expect_status 1
  expect_err 'error: '
  expect_no_commands
done
zelta
expect_status 1
expect_err 'jobs in a zelta.conf are not done yet'
zelta backup tank/nowhere backup:backup/x
expect_status 255
zelta usage
expect_status 0
ZELTA_DEPTH=1 zelta backup "${pair[@]}"
expect_status 0
expect_out 'ZELTA_DEPTH is set, and has no effect here'
expect_exists backup backup/Backups/vm/a
