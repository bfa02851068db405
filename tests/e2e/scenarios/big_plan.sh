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
# test_big ARG…: shows what a pull would do; the most memory that it had is in $peak, in MiB.
test_big() {
  SECONDS=0
  FAKE_SSH_DELAY=0 PATH=$WORK/bin:$PATH start_zw backup backup --test --ssh-source source "$@" offsite1 backup/server1
  once_idle
  peak=$(($(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$started/status") / 1024))
  go_on
  finish
  expect_status 0
}

size=${BIG_PLAN:-5000,20}
datasets=${size%,*} snapshots=${size#*,}
make_source 1 "$datasets" "$snapshots"
remember
test_big --keep-source=5 --keep-target=3
printf '%s datasets with %s snapshots: %s s, %s MiB\n' "$datasets" "$snapshots" "$SECONDS" "$peak"
expect_equal "$(grep -c ' (new)$' "$WORK/out")" "$((datasets + 1))" "first transfers, the pool itself one of them"
expect_unchanged

# What is not selected costs no memory for its snapshots: half of them take half of what all take above what one dataset does. What a
# sanitizer keeps of freed memory would hide it.
export ASAN_OPTIONS=$ASAN_OPTIONS:quarantine_size_mb=0
make_source 2 100 2000
pools=$(on source zpool list -H -o name)
other=${pools##*$'\n'}
test_big
all=$peak
on source zfs set autobackup:offsite1=false "$other"
test_big
half=$peak
expect_no_out "server1/$other"
on source zfs set autobackup:offsite1=false "${pools%%$'\n'*}"
on source zfs set autobackup:offsite1=true "$(on source zfs list -H -o name -r "$other" | tail -1)"
test_big
one=$peak
echo "100 datasets with 2000 snapshots: one selected $one MiB, one pool of the two $half MiB, both $all MiB"
(((half - one) * 10 < (all - one) * 7)) || fail "one dataset takes $one MiB, half of all $half MiB, all $all MiB"
