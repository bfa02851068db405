#!/bin/bash
# Two trees compared on real pools: the tree of nine datasets that zelta's tests compare, then each state with what sync makes
# of it, sizes against those that zfs tells, volumes, a bookmark, a partial receive; by a user whom nobody gave leave.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

pairs=(match -H -o 'ds_suffix,info' source:tank/treetop backup/treetop)
# expect_pair NAME INFO: the line of that dataset in $table.
expect_pair() { expect_equal "$(grep -P -e "^\Q$1\E\t" <<<"$table" | cut -f 2)" "$2" "$1"; }

# --- zelta's tree ---
for dataset in treetop treetop/sub1 treetop/sub2 treetop/sub2/orphan treetop/sub3 'treetop/sub3/space name'; do
  on source zfs create "tank/$dataset"
done
on source zfs create -s -V 8M tank/treetop/vol1
write_file source 'tank/treetop/sub3/space name' first 300000
write_disk source tank/treetop/vol1 200000
on source zfs snapshot -r tank/treetop@go
zw sync --no-snapshot --no-holds source:tank/treetop backup/treetop
expect_contains "$(zw match --check source:tank/treetop backup/treetop)" '7 up-to-date
7 total datasets compared'
on source zfs create tank/treetop/sub1/child
on backup zfs create -u backup/treetop/sub1/kid
on backup zfs snapshot 'backup/treetop/sub3/space name@blocker'
on backup zfs destroy backup/treetop/vol1@go
before=$(both_states)
expect_equal "$(zw match source:tank/treetop backup/treetop)" 'DS_SUFFIX         MATCH  SRC_LAST  TGT_LAST  INFO
[treetop]         @go    @go       @go       up-to-date
/sub1             @go    @go       @go       up-to-date
/sub1/child       -      -         -         need snapshot for source: tank/treetop/sub1/child
/sub1/kid         -      -         -         no source (target only)
/sub2             @go    @go       @go       up-to-date
/sub2/orphan      @go    @go       @go       up-to-date
/sub3             @go    @go       @go       up-to-date
/sub3/space name  @go    @go       @blocker  blocked sync: target diverged
/vol1             -      @go       -         blocked sync: no target snapshots
5 up-to-date, 1 syncable, 3 blocked
9 total datasets compared' "the table"
zw_ends 4 backup match --check source:tank/treetop backup/treetop
expect_equal "$(both_states)" "$before" "after looking"

# --- By push and by a user whom nobody gave leave, the same ---
for guest in source backup; do on "$guest" sh -ec "useradd -m keeper; usermod -p '*' keeper; install -d -o keeper -m 700 /home/keeper/.ssh"; done
on backup sh -ec "cp /root/.ssh/known_hosts /home/keeper/.ssh/
  ssh-keygen -q -t ed25519 -N '' -f /home/keeper/.ssh/id_ed25519
  chown -R keeper /home/keeper/.ssh"
on backup cat /home/keeper/.ssh/id_ed25519.pub | on source sh -ec 'cat >/home/keeper/.ssh/authorized_keys; chown keeper /home/keeper/.ssh/*'
expect_equal "$(as_user keeper zw "${pairs[@]}")" "$(zw "${pairs[@]}")" "what a user sees"
expect_equal "$(zw_on source match -H -o ds_suffix,info tank/treetop backup:backup/treetop)" "$(zw "${pairs[@]}")" "by push"

# --- More states, and what sync makes of them ---
write_file source tank/treetop/sub1 second 300000
on source zfs snapshot tank/treetop/sub1@two
write_file source tank/treetop/sub1 third 500000
on source zfs snapshot tank/treetop/sub1@three
write_file source tank/treetop/sub1 fourth 200000
write_file source tank/treetop/sub1/child first 700000
on source zfs snapshot tank/treetop/sub1/child@one
write_file backup backup/treetop/sub2 own 100000
on source zfs snapshot tank/treetop/sub3@twin
on backup zfs snapshot backup/treetop/sub3@twin
on source zfs bookmark tank/treetop/sub2/orphan@go tank/treetop/sub2/orphan#go
on source zfs destroy tank/treetop/sub2/orphan@go
on source zfs snapshot tank/treetop/sub2/orphan@two
table=$(zw "${pairs[@]}")
expect_pair /sub1 'syncable (incremental)'
expect_pair /sub1/child 'syncable (full)'
expect_pair /sub2 'blocked sync: target is written'
expect_pair /sub2/orphan 'syncable (incremental)'
expect_pair /sub3 'guid mismatch on: @twin'

# Sizes are those that zfs tells of the snapshots, within what metadata takes.
size_of() { zw match -Hp -o ds_suffix,xfer_size source:tank/treetop backup/treetop | grep -P -e "^\Q$1\E\t" | cut -f 2; }
is_about() { # GOT WANTED WHAT
  (($1 >= $2 - 131072 && $1 <= $2 + 131072)) || fail "$3: $1 instead of $2"
}
is_about "$(size_of /sub1)" "$(on source zfs get -Hp -o value written tank/treetop/sub1@two tank/treetop/sub1@three | awk '{ sum += $1 } END { print sum }')" "an increment"
is_about "$(size_of /sub1/child)" "$(on source zfs get -Hp -o value written tank/treetop/sub1/child@one)" "a full stream"
expect_equal "$(size_of /sub2/orphan)" - "from a bookmark"
expect_equal "$(size_of /sub3/space\ name)" 0 "with nothing to send"

# A receive that broke off goes on.
on backup zfs create -u backup/partial
on source sh -c 'zfs send tank/treetop/sub1/child@one | head -c 200000' | on backup sh -c 'zfs receive -s -u backup/partial/child || :'
expect_contains "$(zw match --json source:tank/treetop/sub1/child backup/partial/child)" '"state":"syncable_full","standing":"syncable","info":"syncable (full)"'
expect_contains "$(zw match --json source:tank/treetop/sub1/child backup/partial/child)" '"partlyReceived":true'

# sync does what is syncable, and refuses the rest.
got=0
zw sync --no-snapshot --no-holds source:tank/treetop backup/treetop || got=$?
table=$(zw "${pairs[@]}")
for name in /sub1 /sub1/child /sub2/orphan; do expect_pair $name up-to-date; done
expect_pair /sub2 'blocked sync: target is written' # and so the next increment is refused; today there is none
expect_equal "$got" 2 "datasets that sync refuses: where names clash, and where a full stream would overwrite something"

# --- A backup by its name ---
on source zfs set autobackup:test=true tank/treetop/sub1
on backup zfs create backup/server1
zw backup --ssh-source source test backup/server1
expect_contains "$(zw match --check --backup test --ssh-source source backup/server1)" '2 up-to-date
2 total datasets compared'
