# Under the name syncoid: that tool's command line, snapshot names, what stays and what goes, and its exit codes.
ln -s "$ZWINNOW" "$WORK/syncoid"
syncoid() { run_program backup "$WORK/syncoid" "$@"; }
host=$(uname -n | tr -c 'A-Za-z0-9.\n-' _)
for dataset in tank/data tank/data/a tank/data/a/swap tank/data/b; do on source zfs create "$dataset"; done
on source zfs set compression=lz4 tank/data
on source zfs snapshot -r tank/data@autosnap_1
pair=(source:tank/data backup/data)
name() { echo "syncoid_${2:+$2_}${host}_$1-GMT00:00"; }

# --- One dataset, again and again: one snapshot of its own on each side, those of others travel along ---

remember
at '2026-03-01 12:00:00'
syncoid "${pair[@]}" --quiet
expect_status 0
expect_quiet
expect_snapshots source tank/data "autosnap_1 $(name 2026-03-01:12:00:00)"
expect_snapshots backup backup/data "autosnap_1 $(name 2026-03-01:12:00:00)"
expect_missing backup backup/data/a
expect_equal "$(holds_of source tank/data)$(holds_of backup backup/data)" '' 'holds'
expect_equal "$(on backup zfs get -H -o value,source compression backup/data)" $'on\tdefault' 'a property of the source'
expect_equal "$(on backup zfs get -H -o value readonly,canmount backup/data | tr '\n' ' ')" 'on noauto ' 'a new copy'
at '2026-03-01 13:00:00'
on source zfs snapshot tank/data@autosnap_2
syncoid "${pair[@]}"
expect_status 0
expect_out "tank/data@$(name 2026-03-01:13:00:00): -> backup/data"
for side in source backup; do
  dataset=tank/data
  [[ $side == source ]] || dataset=backup/data
  expect_snapshots $side $dataset "autosnap_1 autosnap_2 $(name 2026-03-01:13:00:00)"
done

# What the original made, in another time zone and out of order, goes on and goes; what only looks like it stays.
on source zfs snapshot "tank/data@syncoid_${host}_2026-03-01:20:00:00-GMT02:00"
on source zfs snapshot "tank/data@syncoid_${host}_2026-03-01:09:30:00-GMT-05:00"
on source zfs snapshot "tank/data@syncoid_x_${host}_2026-03-01:09:30:00-GMT00:00"
on source zfs snapshot "tank/data@syncoid_${host}_before-upgrade"
at '2026-03-01 15:00:00'
syncoid "${pair[@]}" --quiet
expect_status 0
expect_snapshots source tank/data \
  "autosnap_1 autosnap_2 syncoid_x_${host}_2026-03-01:09:30:00-GMT00:00 syncoid_${host}_before-upgrade $(name 2026-03-01:15:00:00)"

# --- What was written to the target ---

write backup backup/data 5000
at '2026-03-01 16:00:00'
syncoid "${pair[@]}" --quiet --no-rollback
expect_status 1
expect_err 'tank/data: FAILED: '
at '2026-03-01 16:30:00'
syncoid "${pair[@]}"
expect_status 0
expect_out '  NOTE: [Target] backup/data: what was written to it since its newest snapshot is rolled back'
write backup backup/data 5000
on backup zfs snapshot backup/data@mine
at '2026-03-01 17:00:00'
syncoid "${pair[@]}" --quiet
expect_status 1
expect_err 'backup/data@mine: Incompatible snapshot'
expect_exists backup backup/data@mine
at '2026-03-01 18:00:00'
syncoid "${pair[@]}" --quiet --force-delete
expect_status 0
expect_missing backup backup/data@mine
expect_equal "$(snapshots_of backup backup/data)" "$(snapshots_of source tank/data)" 'both sides'

# --- Trees, and what is left out of them ---

recall
at '2026-03-02 12:00:00'
syncoid -r --skip-parent --quiet "${pair[@]}"
expect_status 0
expect_equal "$(on backup zfs list -H -o name -r backup | xargs)" 'backup backup/data backup/data/a backup/data/a/swap backup/data/b' 'the tree'
expect_equal "$(snapshots_of backup backup/data)" '' 'the parent'
recall
syncoid -r --exclude='/sw.p$' --exclude-datasets 'data/b$' --quiet "${pair[@]}"
expect_status 0
expect_equal "$(on backup zfs list -H -o name -r backup | xargs)" 'backup backup/data backup/data/a' 'what is not excluded'
recall
syncoid -r --exclude='data/a$' --quiet "${pair[@]}"
expect_exists backup backup/data/a/swap@autosnap_1
expect_missing backup backup/data/a@autosnap_1
syncoid "${pair[@]}" --exclude='a('
expect_status 255
expect_err "'a(' is no regular expression"
recall
on source zfs set syncoid:sync=false tank/data/a
on source zfs set "syncoid:sync=elsewhere,$(uname -n)" tank/data/a/swap
on source zfs set syncoid:sync=elsewhere tank/data/b
syncoid -r --quiet "${pair[@]}"
expect_status 0
expect_equal "$(for d in a a/swap b; do snapshots_of backup "backup/data/$d" 2> /dev/null | wc -w; done | xargs)" '0 2 0' 'syncoid:sync'
# Snapshots.
recall
for day in 1 2 3; do for kind in hourly daily; do on source zfs snapshot "tank/data@${kind}_$day"; done; done
syncoid --include-snaps='^daily' --exclude-snaps=2 --quiet "${pair[@]}"
expect_status 0
expect_snapshots backup backup/data "daily_1 daily_3"
recall
for day in 1 2 3; do for kind in hourly daily; do on source zfs snapshot "tank/data@${kind}_$day"; done; done
at '2026-03-03 13:00:00'
syncoid --include-snaps='^daily' --quiet "${pair[@]}"
expect_snapshots backup backup/data "daily_1 daily_2 daily_3 $(name 2026-03-03:13:00:00)"

# --- Its own snapshots: none, all, with an identifier; holds and bookmarks ---

recall
syncoid --no-sync-snap --quiet "${pair[@]}"
expect_status 0
expect_snapshots source tank/data autosnap_1
expect_snapshots backup backup/data autosnap_1
for name in autosnap_2 autosnap_3; do on source zfs snapshot tank/data@$name; done
syncoid --no-sync-snap --no-stream --quiet "${pair[@]}"
expect_snapshots backup backup/data 'autosnap_1 autosnap_3'
recall
for hour in 12 13; do
  at "2026-03-04 $hour:00:00"
  syncoid --keep-sync-snap --quiet "${pair[@]}"
done
expect_snapshots backup backup/data "autosnap_1 $(name 2026-03-04:12:00:00) $(name 2026-03-04:13:00:00)"
recall
for hour in 12 13; do
  at "2026-03-04 $hour:00:00"
  for id in one two; do syncoid --identifier=$id --use-hold --quiet source:tank/data backup/$id; done
done
expect_snapshots source tank/data "autosnap_1 $(name 2026-03-04:13:00:00 one) $(name 2026-03-04:13:00:00 two)"
expect_equal "$(holds_of source tank/data | grep -c "syncoid_\(one\|two\)_$host")" 2 'its holds'
expect_snapshots backup backup/one "autosnap_1 $(name 2026-03-04:12:00:00 two) $(name 2026-03-04:13:00:00 one)" # those of others travel along
recall
syncoid --no-sync-snap --quiet "${pair[@]}"
on source zfs snapshot tank/data@autosnap_1b
syncoid --create-bookmark --no-sync-snap --quiet "${pair[@]}"
expect_equal "$(on source zfs list -H -o name -t bookmark | wc -l)" 1 'bookmarks'
on source zfs destroy tank/data@autosnap_1b
on source zfs snapshot tank/data@autosnap_2
syncoid --create-bookmark --no-sync-snap --quiet "${pair[@]}"
expect_status 0
expect_snapshots backup backup/data 'autosnap_1 autosnap_1b autosnap_2'

# --- Properties, clones, what is handed to zfs and to ssh ---

recall
syncoid --preserve-properties --quiet "${pair[@]}"
expect_equal "$(on backup zfs get -H -o value compression backup/data)" lz4 'with its properties'
recall
syncoid --recvoptions='u o compression=gzip' --sendoptions='Lce' --quiet "${pair[@]}"
expect_status 0
expect_equal "$(on backup zfs get -H -o value,source compression backup/data)" $'gzip\tlocal' 'what recvoptions set'
expect_ran source 'zfs send .*-c'
recall
on source zfs clone tank/data/a@autosnap_1 tank/data/clone
on source zfs snapshot tank/data/clone@autosnap_1c
syncoid -r --quiet "${pair[@]}"
expect_status 0
expect_equal "$(on backup zfs get -H -o value origin backup/data/clone)" backup/data/a@autosnap_1 'a clone'
recall
syncoid --dry-run --sshport=2222 --sshkey=/root/key -c aes128-ctr -o Compression=yes "${pair[@]}"
expect_status 0
expect_unchanged
expect_out "ssh -o Port=2222 -o IdentityFile=/root/key -o Ciphers=aes128-ctr -o Compression=yes"
syncoid -o 'Port' "${pair[@]}"
expect_status 255
expect_err "invalid ssh option 'Port'"

# --- Exit codes; options without effect are said once ---

recall
syncoid tank/data
expect_status 127
syncoid --nonsense "${pair[@]}"
expect_status 127
syncoid --delete-target-snapshots "${pair[@]}"
expect_status 127
expect_no_commands
expect_unchanged
syncoid source:tank/nowhere backup/x
expect_status 255
syncoid --no-resume --pv-options=-p "${pair[@]}"
expect_status 0
expect_out 'NOTE: --no-resume has no effect here: '
FAKE_ZFS_FAULT='zfs send*:1:internal error' syncoid -r --quiet "${pair[@]/data/again}" || :
recall
FAKE_ZFS_FAULT='zfs send*:1:internal error' syncoid -r --quiet "${pair[@]}"
expect_status 4
expect_err 'FAILED'
