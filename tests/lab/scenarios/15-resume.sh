#!/bin/bash
# A receive that broke off is resumed, whoever began it, by a run as by a script; one that is no good is given up.
# Encrypted datasets leave their host raw.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

token_of() { on backup zfs get -H -o value receive_resume_token "$1"; }
# break_off ARG…: a send of another tool, cut in the middle.
break_off() {
  local target=$1
  shift
  on backup sh -c "ssh source ${*@Q} | head -c 1500000 | zfs receive -s -u $target" || :
  [[ $(token_of "$target") == 1-* ]] || fail "no token on $target"
}

on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/secret
on source zfs create tank/plain
on source zfs set autobackup:test=true tank
on backup zfs create backup/copies
for dataset in secret plain; do write_file source "tank/$dataset" first 4000000; done
on source zfs snapshot -r tank@test-20250301120000
on backup sh -c 'ssh source zfs send -p tank@test-20250301120000 | zfs receive -u backup/copies/tank'
break_off backup/copies/tank/secret zfs send -w -p tank/secret@test-20250301120000
break_off backup/copies/tank/plain zfs send -p tank/plain@test-20250301120000
pull=(backup test backup/copies --ssh-source source)
at_time '2025-03-02 12:00' same_as_script backup "${pull[@]}" --verbose
expect_contains "$said" 'tank/secret@test-20250301120000: resuming'
expect_contains "$said" 'tank/plain@test-20250301120000: resuming'
for dataset in plain secret; do expect_equal "$(token_of backup/copies/tank/$dataset)" - "the token of $dataset"; done
expect_same_content tank/plain@test-20250301120000 backup/copies/tank/plain@test-20250301120000
expect_equal "$(on backup zfs get -H -o value keystatus backup/copies/tank/secret)" unavailable "the key of a raw copy"
on source cat /root/key | on backup sh -c 'cat >/root/key'
on backup zfs load-key -L file:///root/key backup/copies/tank/secret
expect_same_content tank/secret@test-20250301120000 backup/copies/tank/secret@test-20250301120000
on backup zfs unload-key backup/copies/tank/secret

# Its snapshot is gone from the source: thrown away, and the next one is sent.
write_file source tank/plain second 4000000
on source zfs snapshot tank/plain@test-20250303120000
break_off backup/copies/tank/plain zfs send -i @test-20250301120000 tank/plain@test-20250303120000
on source zfs destroy tank/plain@test-20250303120000
at_time '2025-03-04 12:00' also_as_script backup "${pull[@]}" --verbose
expect_contains "$said" 'Aborting resume'
expect_snapshots backup backup/copies/tank/plain test-20250301120000 test-20250304120000
expect_same_content tank/plain@test-20250304120000 backup/copies/tank/plain@test-20250304120000
