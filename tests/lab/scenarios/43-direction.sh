#!/bin/bash
# `zwinnow sync --direction=auto`: each dataset of a tree flows from the side where it is written.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

# --- The sentinel: each dataset goes its own way ---
on source zfs create tank/jail
for inst in inst1 inst2 inst3; do on source zfs create "tank/jail/$inst"; write_file source "tank/jail/$inst" first 100000; done
twins=(sync --direction=auto source:tank/jail backup/jail)
zw "${twins[@]}"
newest() { on "$1" zfs list -H -p -o guid -s createtxg -t snapshot "$2" | tail -n 1; }
same() { expect_equal "$(newest source "tank/jail/$1")" "$(newest backup "backup/jail/$1")" "$1"; }
for inst in inst1 inst2 inst3; do same "$inst"; done
for round in 1 2; do
  on source zfs set readonly=on tank/jail/inst3
  on source zfs unmount tank/jail/inst3
  write_file backup backup/jail/inst3 "there-$round" 100000
  write_file source tank/jail/inst1 "here-$round" 100000
  zw "${twins[@]}"
  for inst in inst1 inst2 inst3; do same "$inst"; done
  on backup zfs set readonly=on backup/jail/inst3
  on backup zfs unmount backup/jail/inst3
  write_file source tank/jail/inst3 "back-$round" 100000
  zw "${twins[@]}"
  same inst3
done
expect_contains "$(zw "${twins[@]}" -v)" 'tank/jail/inst1: the same as backup/jail/inst1'
write_file source tank/jail/inst2 both 100000
write_file backup backup/jail/inst2 both 100000
zw_ends 1 backup "${twins[@]}"
expect_contains "$said" 'both tank/jail/inst2 and backup/jail/inst2 were written to'
