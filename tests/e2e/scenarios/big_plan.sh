# A plan over very many snapshots: --test tells it without changing anything; how long it took and its memory are printed.
# BIG_PLAN=100000,20 makes it that many datasets and snapshots of each.
size=${BIG_PLAN:-5000,20}
datasets=${size%,*} snapshots=${size#*,}
rm -rf "$FAKE_ZFS_STATE"
on source "$FAKE_BIN/fake_zfs" --make "pools=1,datasets=$datasets,snapshots=$snapshots,name=offsite1,start=1735689600"
on backup zpool create backup /dev/fake
on backup zfs create backup/server1
at '2026-03-01 12:00:00'
remember

SECONDS=0
start_zw backup backup --test --ssh-source source --keep-source=5 --keep-target=3 offsite1 backup/server1
peak=0
while seen=$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$started/status" 2> /dev/null) && [[ -n $seen ]]; do
  peak=$seen
  sleep 0.05
done
finish
expect_status 0
printf '%s datasets with %s snapshots: %s s, %s MiB\n' "$datasets" "$snapshots" "$SECONDS" "$((peak / 1024))"
expect_equal "$(grep -c ' (new)$' "$WORK/out")" "$((datasets + 1))" "first transfers, the pool itself one of them"
((peak > 1024)) || fail "memory was not seen"
expect_unchanged
