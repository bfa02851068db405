#!/bin/bash
# The lab itself: two machines with ZFS and a pool each, ssh between them in both directions, and a plain send and
# receive over the wire whose copy is the same byte for byte.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

expect_equal "$(on source hostname) $(on backup hostname)" "source backup" "the names of the guests"
for guest in source backup; do
  on "$guest" zfs version
  on "$guest" uname -r
done
expect_equal "$(on backup ssh source hostname)" source "what answers ssh from backup"
expect_equal "$(on source ssh backup hostname)" backup "what answers ssh from source"
expect_equal "$(on source zpool list -H -o name) $(on backup zpool list -H -o name)" "tank backup" "the pools"
expect_equal "$(at_time '2020-02-29 12:34' then_on source date '+%F %H:%M')" "2020-02-29 12:34" "the time of at_time"
expect_equal "$(on source printf '%s|' 'two words' "it's" '*' '')" "two words|it's|*||" "arguments in a guest"

on source zfs create 'tank/some data'
sum=$(write_file source 'tank/some data' file 3000000)
on source zfs create -s -V 8M tank/disk
write_disk source tank/disk 1000000
on source zfs snapshot -r tank@one
on backup sh -c "ssh source \"zfs send 'tank/some data@one'\" | zfs receive -u 'backup/some data'"
on backup sh -c "ssh source 'zfs send tank/disk@one | mbuffer -q' | zfs receive -u backup/disk"
expect_same_content 'tank/some data@one' 'backup/some data@one'
expect_same_content tank/disk@one backup/disk@one
on backup zfs mount 'backup/some data'
expect_equal "$(on backup sha256sum '/backup/some data/file' | cut -d' ' -f1)" "$sum" "the received file"
expect_snapshots backup 'backup/some data' one

# A guest lives on when processes are killed in the middle of a fork, as runs are in many scenarios: see kernel/recipe.sh.
# shellcheck disable=SC2016 # expanded in the guest
on backup sh -c 'for try in $(seq 100); do
  perl -e "while (1) { my \$child = fork; exit unless \$child; waitpid(\$child, 0) }" &
  sleep "0.0$((try % 10))"
  kill -KILL $!
  wait $! || :
done 2>/dev/null'
expect_equal "$(on backup hostname)" backup "a guest in which a hundred forks were killed"
