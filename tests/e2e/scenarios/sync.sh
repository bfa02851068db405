# `zwinnow sync SRC DST`: a tree is brought to another place, whole in the first run, with what others snapshotted.
for dataset in tank/vm tank/vm/a tank/vm/a/swap tank/vm/tmp; do on source zfs create "$dataset"; done
on source zfs create -V 1000000 tank/vm/disk
on source zfs set mountpoint=/srv/vm tank/vm
on source zfs snapshot tank/vm@by-hand-1 tank/vm/a@by-hand-1
write source tank/vm/a
on source zfs snapshot tank/vm/a@by-hand-2
write source tank/vm
remember
tree=(sync source:tank/vm backup/copies/vm)

# One run makes what is missing above, sends the first snapshot in full and all others after it.
at '2026-03-01 12:00:00'
zw "${tree[@]}" -v
expect_status 0
expect_equal "$(on backup zfs list -H -o name -r backup)" $'backup\nbackup/copies\nbackup/copies/vm\nbackup/copies/vm/a\nbackup/copies/vm/a/swap\nbackup/copies/vm/disk\nbackup/copies/vm/tmp' "the tree"
expect_equal "$(snapshots_of backup backup/copies/vm)" 'by-hand-1 2026-03-01_12.00.00' "snapshots of the root"
expect_equal "$(snapshots_of backup backup/copies/vm/a)" 'by-hand-1 by-hand-2' "snapshots of what was not written since"
expect_equal "$(snapshots_of source tank/vm/tmp)" 2026-03-01_12.00.00 "what had none"
[[ $(tail -n 1 "$WORK/out") =~ ^[0-9]+[KM]?\ sent,\ ([0-9]+)/\1\ streams\ received\ in\ [0-9]+\.[0-9][0-9]\ seconds$ ]] || [[ $(grep -c 'streams received in' "$WORK/out") == 1 ]] || fail "no last line"
expect_equal "$(on backup zfs get -H -o value readonly,canmount backup/copies/vm/a | tr '\n' ' ')" 'on noauto ' "properties of a copy"
expect_equal "$(on backup zfs get -H -o value mounted backup/copies/vm/a)" no "mounted"
expect_equal "$(on backup zfs get -H -o value mountpoint backup/copies/vm)" /backup/copies/vm "the mountpoint is inherited"
expect_equal "$(holds_of source tank/vm | grep -c zwinnow:sync)" 5 "held bases"

# Nothing to do: four zfs commands, two of them by ssh, whatever the size of the tree.
at '2026-03-01 13:00:00'
zw "${tree[@]}"
expect_status 0
expect_equal "$(grep -c "	zfs " "$FAKE_ZFS_LOG")" 4 "zfs commands where nothing is to be done"
expect_equal "$(commands source)" 2 "commands on the source"
expect_equal "$(cat "$WORK/out" "$WORK/err")" '' "what cron would send"

# What was written goes, in one increment each.
write source tank/vm/a
write source tank/vm/disk
at '2026-03-02 12:00:00'
zw "${tree[@]}"
expect_status 0
expect_equal "$(commands source 'zfs send')" 2 "streams"
expect_equal "$(snapshots_of backup backup/copies/vm/a)" 'by-hand-1 by-hand-2 2026-03-02_12.00.00' "snapshots of a"
expect_equal "$(snapshots_of backup backup/copies/vm/tmp)" 2026-03-01_12.00.00 "what did not change"

# By push, through the middle and on one host the same comes of it.
for how in "source tank/vm backup:backup/copies/vm" "elsewhere source:tank/vm backup:backup/copies/vm"; do
  read -r host src dst <<< "$how"
  recall
  at '2026-03-01 12:00:00'
  zw_on "$host" sync "$src" "$dst"
  expect_status 0
  expect_equal "$(snapshots_of backup backup/copies/vm/a)" 'by-hand-1 by-hand-2' "$how"
  write source tank/vm/a
  at '2026-03-02 12:00:00'
  zw_on "$host" sync "$src" "$dst"
  expect_status 0
  expect_equal "$(commands source 'zfs hold ')" 1 "holds, $how"
done
recall
zw_on source sync tank/vm tank/copy
expect_status 0
expect_equal "$(snapshots_of source tank/copy/a)" 'by-hand-1 by-hand-2' "on one host"
zw_on source sync tank tank/vm/inside
expect_status 0
exists source tank/vm/inside/vm/a || fail "a copy within the tree itself"
exists source tank/vm/inside/vm/inside && fail "the copy is copied"

# What is left out: by depth, by three kinds of patterns, by the names of snapshots.
recall
at '2026-03-01 12:00:00'
zw "${tree[@]}" -d1
expect_status 0
expect_equal "$(on backup zfs list -H -o name -r backup/copies)" $'backup/copies\nbackup/copies/vm' "one level"
expect_equal "$(grep -c -e ' -d ' "$FAKE_ZFS_LOG")" 3 "listings that go no deeper"
zw "${tree[@]}" -X '*/swap,/tm?' --exclude tank/vm/disk -X '@by-hand-2'
expect_status 0
expect_equal "$(on backup zfs list -H -o name -r backup/copies)" $'backup/copies\nbackup/copies/vm\nbackup/copies/vm/a' "without what is excluded"
expect_equal "$(snapshots_of backup backup/copies/vm/a)" by-hand-1 "without excluded snapshots"
zw "${tree[@]}" -X swap
expect_status 255
expect_err "Write /swap for what is right below SRC, */swap for any depth, @swap for snapshots"

# When snapshots are taken.
recall
at '2026-03-01 12:00:00'
zw "${tree[@]}" --no-snapshot
expect_status 0
expect_equal "$(commands source 'zfs snapshot')" 0 "no snapshot"
zw "${tree[@]}" -Sd1
expect_status 0
zw "${tree[@]}" --snapshot=always -v --utc --snapshot-format '{}-%Y-%j-%H'
expect_status 0
expect_equal "$(on source zfs list -H -t snapshot -o name -r tank/vm | grep -c '@sync-2026-060-12')" 5 "snapshots of all"
zw "${tree[@]}" -s -S
expect_status 255

# -i: the newest alone. SRC@SNAPSHOT: up to that one, and none is taken.
recall
zw sync -i source:tank/vm/a backup/a
expect_status 0
expect_equal "$(snapshots_of backup backup/a)" by-hand-2 "the newest alone"
zw sync source:tank/vm@by-hand-1 backup/old
expect_status 0
expect_equal "$(snapshots_of backup backup/old) $(snapshots_of backup backup/old/a)" 'by-hand-1 by-hand-1' "up to a snapshot"
exists backup backup/old/tmp && fail "what has no such snapshot is there"
zw sync source:tank/vm@nowhere backup/new
expect_status 255
expect_err 'The snapshot tank/vm@nowhere does not exist'

# Several targets of one source do not see each other: neither their names nor their holds.
recall
for target in backup/one backup/two; do
  at '2026-03-01 12:00:00'
  zw sync source:tank/vm "$target" --snapshot-format '{targethash}_{counter}' --snapshot=always
  expect_status 0
done
expect_equal "$(on source zfs list -H -t snapshot -o name tank/vm | sed 's/.*@//; s/^[0-9a-f]*_/HASH_/' | tr '\n' ' ')" 'by-hand-1 HASH_1 HASH_1 ' "names of two targets"
expect_equal "$(on source zfs list -H -t snapshot -o name tank/vm | grep -v by-hand | sort -u | grep -c .)" 2 "different names"
zw sync source:tank/vm backup/two --snapshot-format '{targethash}_{counter}' --snapshot=always --keep-source 1 --keep-target 5
expect_status 0
expect_equal "$(snapshots_of backup backup/two | sed 's/[0-9a-f]*_/_/g')" 'by-hand-1 _1 _1 _2' "counts on"
expect_equal "$(on source zfs holds -H tank/vm@by-hand-1 | grep -c .)" 0 "nothing is held longer than needed"
write source tank/vm/a
at '2026-03-03 12:00:00'
zw sync source:tank/vm backup/one
expect_status 0
zw sync source:tank/vm backup/two
expect_status 0
expect_equal "$(holds_of source tank/vm/a | grep '^tank/vm/a@' | grep -c '2026-03-03')" 2 "one hold for each target"
expect_equal "$(holds_of source tank/vm/a | grep '^tank/vm/a@' | grep -c .)" 2 "no others"

# The copy was changed: nothing is lost unasked.
write backup backup/one/a
zw sync source:tank/vm/a backup/one/a -S --utc --snapshot-format 'again-%Y%m%d%H%M%S'
expect_status 1
expect_err 'FAILED'
zw sync source:tank/vm/a backup/one/a --rollback -S --utc --snapshot-format 'again-%Y%m%d%H%M%S'
expect_status 0

# Dry run and script.
recall
zw "${tree[@]}" --test
expect_status 0
expect_out 'zfs recv'
exists backup backup/copies && fail "--test changed something"
zw "${tree[@]}" --plan=sh
expect_status 0
cp "$WORK/out" "$WORK/script"
zw "${tree[@]}"
states > "$WORK/by-run"
recall
faked backup sh "$WORK/script" > /dev/null 2>&1
states > "$WORK/by-script"
cmp "$WORK/by-run" "$WORK/by-script" || fail "the script leaves other pools"

# Wrong input names what is wrong, and where.
zw sync source:tank/nowhere backup/x
expect_status 255
expect_err 'tank/nowhere'
zw sync source:tank/vm nopool/x
expect_status 255
expect_err "there is no pool 'nopool'"
zw sync source:/tank/vm backup/x
expect_status 255
expect_err "a dataset does not start with a /"
zw sync source:tank/vm
expect_status 255
expect_err DST
zw sync source:tank/vm 'backup/x@y'
expect_status 255
zw sync source:-tank backup/x
expect_status 255
expect_err "starts with a letter"

# A local pool of that name wins over a host, and says so; localhost: is for names with colons.
recall
on backup zpool create source:tank /dev/fake
on backup zfs create source:tank/vm
zw sync source:tank/vm backup/local
expect_status 0
expect_out "NOTE: 'source:tank' is a pool of this host"
expect_equal "$(commands source)" 0 "commands on the host"
zw sync localhost:source:tank/vm backup/local
expect_status 0

# -R: one stream of all, where each copy goes on from the same snapshot; the fake knows no such stream, so the plan is looked at.
recall
on source zfs destroy -r tank/vm@by-hand-1
on source zfs destroy -r tank/vm@by-hand-2
zw "${tree[@]}" -R --test
expect_status 0
expect_out 'zfs snapshot -r tank/vm@'
expect_out 'zfs send -L -e -R tank/vm@2026-'
expect_equal "$(grep -c 'zfs send' "$WORK/out")" 1 "streams"
zw "${tree[@]}" -sRd1 --test
expect_status 0
expect_out 'NOTE: -R sends the whole tree; --depth only limits what is listed'
expect_out 'zfs snapshot -r tank/vm@'
expect_out 'zfs send -L -e -R tank/vm@2026-'
zw "${tree[@]}"
expect_status 0
at '2026-03-04 12:00:00'
write source tank/vm/a
zw "${tree[@]}" -R --test
expect_status 0
expect_out '-R -I @2026-03-03_12.00.00 tank/vm@2026-03-04_12.00.00'
on source zfs create tank/vm/new
zw "${tree[@]}" -R
expect_status 0
expect_out 'NOTE: [Source] Sent dataset by dataset, as one stream cannot bring all: tank/vm/new has another base'
exists backup backup/copies/vm/new || fail "the new dataset was not sent"
zw "${tree[@]}" -R -X /tmp
expect_status 255
expect_err '-R sends the whole tree in one stream, with what is excluded: leave out -X'
