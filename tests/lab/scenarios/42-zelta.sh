#!/bin/bash
# Under the name zelta and its links: the walk-through of a backup, match, twins by push and pull, one stream, rotate, revert,
# clone and prune; and by a user who is not root.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

for guest in source backup; do
  # shellcheck disable=SC2016 # expanded in the guest
  on $guest sh -ec 'mkdir -p /opt/ours; for name in zelta zmatch zpull zsync; do ln -sf /usr/local/bin/zwinnow /opt/ours/$name; done'
done
zelta() { zelta_on source "$@"; }
zelta_on() { then_on "$1" /opt/ours/zelta "${@:2}"; }
newest() { on "$1" zfs list -H -o name -s createtxg -t snapshot "$2" | tail -n 1 | sed 's/.*@//'; }
expect_last_line() { [[ ${said##*$'\n'} =~ ^[0-9]+[BKMG]\ sent,\ $1\ streams\ received\ in\ [0-9]+\.[0-9][0-9]\ seconds$ ]] || fail "the last line is: ${said##*$'\n'}"; }

on source sh -ec 'zfs create tank/vm; zfs create tank/vm/ROOT; zfs create "tank/vm/my files"; zfs create -s -V 8M tank/vm/disk'
write_file source tank/vm/ROOT first 200000 >/dev/null
pair=(tank/vm backup:backup/Backups/vm)

# --- A backup every night, and what it says; match ---

said=$(at_time '2025-03-01 12:00' zelta backup "${pair[@]}")
now=zelta_2025-03-01_12.00.00
expect_contains "$said" "snapshot created: tank/vm@$now"
expect_contains "$said" "target has latest source snapshot: @$now"$'\n'
expect_contains "$said" "target has latest source snapshot: /ROOT@$now"
expect_last_line 4/4
write_file source tank/vm/ROOT second 100000 >/dev/null
said=$(at_time '2025-03-02 12:00' zelta backup "${pair[@]}")
expect_last_line 1/1
said=$(at_time '2025-03-02 13:00' zelta backup "${pair[@]}")
expect_equal "${said##*$'\n'}" '0B sent, 0/0 streams received in 0.00 seconds' 'nothing to do'
expect_contains "$(zelta match "${pair[@]}")" $'4 up-to-date\n4 total datasets compared'
on source zfs create tank/vm/new
expect_contains "$(then_on source /opt/ours/zmatch "${pair[@]}")" 'need snapshot for source: '
on source zfs snapshot tank/vm/disk@x
on backup zfs snapshot backup/Backups/vm/disk@x
expect_contains "$(zelta match "${pair[@]}")" 'guid mismatch on: @x'
said=$(zelta match tank/nowhere backup:backup/x 2>&1) && fail 'a source that is not there'
said=$(zelta match "tank/vm/new" backup:backup/x 2>&1)
expect_contains "$said" 'no source snapshots found'
expect_contains "$said" 'invalid target: backup/x'

# --- What has diverged is set aside; the rest goes on ---

said=$(zelta backup "${pair[@]}" 2>&1) && fail 'exit 0 though a dataset failed'
expect_contains "$said" 'tank/vm/disk: FAILED'
on backup zfs destroy backup/Backups/vm/disk@x
write_disk backup backup/Backups/vm/disk 100000
on backup zfs snapshot backup/Backups/vm/disk@mine
zelta rotate "${pair[@]}" >/dev/null
expect_equal "$(on backup zfs list -H -o name -r backup/Backups | grep -c 'disk.diverged-')" 1 'what was set aside'
expect_contains "$(zelta match "${pair[@]}")" '5 up-to-date'

# --- Twins: sync with a snapshot, the newest alone, one stream; and back by a pull ---

said=$(at_time '2025-03-03 12:00' zelta sync -Sm tank/vm/ROOT backup:backup/twin)
expect_contains "$said" 'snapshot created: tank/vm/ROOT@zelta_2025-03-03_12.00.00'
expect_equal "$(on backup zfs list -H -o name -t snapshot backup/twin)" backup/twin@zelta_2025-03-03_12.00.00 'the newest alone'
expect_equal "$(on backup zfs get -H -o value readonly,mounted backup/twin | xargs)" 'on yes' 'a copy that is mounted'
write_file source tank/vm/ROOT third 100000 >/dev/null
on source zfs set readonly=on tank/vm/ROOT
at_time '2025-03-03 13:00' zelta sync -S tank/vm/ROOT backup:backup/twin >/dev/null
write_file backup backup/twin there 100000 >/dev/null
said=$(at_time '2025-03-03 14:00' zelta sync -S backup:backup/twin tank/vm/ROOT)
expect_last_line 1/1
expect_equal "$(newest source tank/vm/ROOT)" zelta_2025-03-03_14.00.00 'the way back'
write_file source tank/vm one 100000 >/dev/null
on source zfs snapshot -r tank/vm@whole
at_time '2025-03-04 12:00' zelta replicate tank/vm backup:backup/whole >/dev/null
write_file source tank/vm two 100000 >/dev/null
said=$(at_time '2025-03-05 12:00' zelta sync -sRd1 tank/vm backup:backup/whole)
expect_equal "$(newest backup backup/whole/disk)" zelta_2025-03-05_12.00.00 'one stream for the tree'

# --- clone, revert, prune ---

zelta_on backup clone backup/whole backup/cloned >/dev/null
write_file backup backup/cloned scratch 10000 >/dev/null
on backup zfs destroy -r backup/cloned
write_file source tank/vm/ROOT bad 10000 >/dev/null
zelta revert "tank/vm/my files" >/dev/null
expect_equal "$(on source zfs list -H -o name -r tank/vm | grep -c 'files.rolled-back-')" 1 'what was set aside'
expect_contains "$(zelta prune --keep-snap-num=1 --keep-snap-days=0 tank/vm backup:backup/whole)" 'tank/vm@'
expect_equal "$(zelta prune tank/vm backup:backup/whole)" '' 'nothing is that old'

# --- By a user; what is not done is said ---

on source sh -ec "useradd -m twin; zfs allow -u twin send,snapshot,hold,release,mount tank/vm; zfs allow -u twin create,receive,mount,canmount,mountpoint,readonly,hold,release,userprop tank"
said=$(as_user twin zelta backup -d1 'tank/vm/my files' tank/mine)
expect_last_line 2/2
write_file source 'tank/vm/my files' more 10000 >/dev/null
said=$(as_user twin zelta backup -d1 'tank/vm/my files' tank/mine)
expect_last_line 1/1
expect_status 1 zelta policy 2>/dev/null
expect_contains "$(on source env ZELTA_DEPTH=1 /opt/ours/zelta match "${pair[@]}" 2>&1)" 'ZELTA_DEPTH is set, and has no effect here'
