# Plans over very many snapshots: --test tells them without changing anything; how long it took and its memory are printed.
# BIG_PLAN=100000,20 makes it that many datasets and snapshots of each.
rm -rf "$FAKE_ZFS_STATE"
on backup zpool create backup /dev/fake
on backup zfs create backup/server1
cp -r "$FAKE_ZFS_STATE" "$WORK/empty"
at '2026-03-01 12:00:00'

# make_source POOLS DATASETS SNAPSHOTS: so many datasets in all, so many snapshots of each.
make_source() {
  rm -rf "$FAKE_ZFS_STATE"
  cp -r "$WORK/empty" "$FAKE_ZFS_STATE"
  on source "$FAKE_BIN/fake_zfs" --make "pools=$1,datasets=$2,snapshots=$3,name=offsite1,start=1735689600"
}

# An ssh that stops when it is to close the connection, which is at the very end.
mkdir "$WORK/bin"
# shellcheck disable=SC2016 # meant as it is
printf '#!/bin/sh\ncase "$*" in *"-O exit"*) kill -STOP $$ ;; esac\nexec "$FAKE_BIN/ssh" "$@"\n' > "$WORK/bin/ssh"
chmod +x "$WORK/bin/ssh"
# test_big ARG…: shows what a pull would do; the most memory that it had is in $peak, in KiB.
test_big() {
  SECONDS=0
  FAKE_SSH_DELAY=0 PATH=$WORK/bin:$PATH start_zw backup backup --test --ssh-source source "$@" offsite1 backup/server1
  once_idle
  peak=$(awk '/^VmHWM:/ { print $2 }' "/proc/$started/status")
  go_on
  finish
  expect_status 0
}

size=${BIG_PLAN:-5000,20}
datasets=${size%,*} snapshots=${size#*,}
make_source 1 "$datasets" "$snapshots"
remember
test_big --keep-source=5 --keep-target=3
printf '%s datasets with %s snapshots: %s s, %s MiB\n' "$datasets" "$snapshots" "$SECONDS" "$((peak / 1024))"
expect_equal "$(grep -c ' (new)$' "$WORK/out")" "$((datasets + 1))" "first transfers, the pool itself one of them"
expect_unchanged

# Snapshots of what is not selected cost no memory: of hundred datasets one takes as much as of ten, within 2 MiB. What a sanitizer keeps
# beside the program's own memory hides it.
# test_one_of DATASETS: only a pool itself is selected, nothing below it, and nothing of the other pool.
test_one_of() {
  local pools
  make_source 2 "$1" 2000
  mapfile -t pools < <(on source zpool list -H -o name)
  on source zfs set autobackup:offsite1=parent "${pools[0]}"
  on source zfs set autobackup:offsite1=false "${pools[1]}"
  test_big
  expect_equal "$(grep -c ' (new)$' "$WORK/out")" 1 "first transfers"
  echo "one of $1 datasets with 2000 snapshots: $peak KiB"
}
test_one_of 10
few=$peak
test_one_of 100
[[ -n ${SANITIZED:-} ]] || ((peak < few + 2048)) || fail "one of 10 datasets takes $few KiB, one of 100 $peak KiB"
