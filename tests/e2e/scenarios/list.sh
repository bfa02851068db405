# `zwinnow list`: the snapshots of datasets, the oldest first, with what keeps them.
on source zfs create tank/home
on source zfs create 'tank/my files'
list() { zw_on source list "$@"; }
# rows COLUMN…: these columns of what was printed, rows apart by "; ".
rows() { cut -f "$1" "$WORK/out" | paste -sd ';'; }

list
expect_status 0
expect_equal "$(< "$WORK/out")" '0 snapshots, 0 B that no other snapshot or dataset shares.' "an empty table"

for hour in 10 11 12; do
  at "2026-03-01 $hour:00:00"
  zw_on source snapshot // --label hourly
  write source tank/home 200000
done
on source zfs snapshot tank/home@foreign
on source zfs hold somebody tank/home@zfs-auto-snap_hourly-2026-03-01-1000
on source zfs clone tank/home@zfs-auto-snap_hourly-2026-03-01-1100 tank/clone

# Oldest first, by dataset; only what is asked for; holds and clones.
list -H tank/home
expect_status 0
expect_equal "$(rows 1,2,3,7,8 | tr '\t' ' ')" "1 tank/home zfs-auto-snap_hourly-2026-03-01-1000 1 0;$(
  )2 tank/home zfs-auto-snap_hourly-2026-03-01-1100 0 1;3 tank/home zfs-auto-snap_hourly-2026-03-01-1200 0 0;4 tank/home foreign 0 0" "the table"
list -H home
expect_equal "$(wc -l < "$WORK/out")" 4 "rows by the last part of a name"
list -H
expect_equal "$(rows 2 | tr ';' '\n' | uniq | paste -sd ';')" 'tank;tank/home;tank/my files' "datasets, each once"
list -H -r tank --exclude '*home'
expect_equal "$(rows 2 | tr ';' '\n' | uniq | paste -sd ';')" 'tank;tank/my files' "datasets without the excluded"
list nothing-like-that
expect_status 255
expect_err "there is no dataset 'nothing-like-that'"

# For people: a heading and a sum; exact numbers where they are asked for; JSON.
list home
expect_equal "$(head -n 1 "$WORK/out" | tr -s ' ')" '# DATASET SNAPSHOT CREATED SIZE BYTES HOLDS CLONES' "the heading"
expect_out '4 snapshots, '
list -Hp home
used=$(on source zfs list -Hp -o used tank/home@zfs-auto-snap_hourly-2026-03-01-1100)
expect_equal "$(sed -n 2p "$WORK/out" | cut -f 5,6)" "$used	$used" "exact sizes"
expect_equal "$(sed -n 2p "$WORK/out" | cut -f 4)" "$(on source zfs get -Hp -o value creation tank/home@zfs-auto-snap_hourly-2026-03-01-1100)" "exact times"
list --json home
jq -e '.verb == "list" and .count == 4 and (.snapshots | length) == 4 and .snapshots[0].holds == 1 and .snapshots[1].clones == 1
  and (.snapshots | map(.used) | add) == .used and .snapshots[3].snapshot == "foreign"' "$WORK/out" > /dev/null || fail "other JSON"

# Why each stays or goes, by a label or by a backup; it is what a run does.
list -H home --why --label hourly --keep 1
expect_status 0
expect_equal "$(rows 9)" "stays: held by 'somebody';stays: it has clones;stays: one of the last 1;$(
  )stays: not ours: its name does not match the snapshot format" "the reasons"
on source zfs release somebody tank/home@zfs-auto-snap_hourly-2026-03-01-1000
list --json home --why --label hourly --keep 1
jq -e '[.snapshots[] | select(.goes) | .snapshot] == ["zfs-auto-snap_hourly-2026-03-01-1000"]' "$WORK/out" > /dev/null || fail "another one goes"
zw_on source snapshot home --label hourly --keep 1 --destroy-only
expect_snapshots source tank/home 'zfs-auto-snap_hourly-2026-03-01-1100 zfs-auto-snap_hourly-2026-03-01-1200 foreign'
on source zfs set autobackup:offsite1=true 'tank/my files'
each_day 1 4 'tank/my files' zw_on source backup --keep-source=10 offsite1
list -H 'my files' --why --backup offsite1 --keep-source 2
expect_equal "$(rows 3,9 | tr ';' '\n' | grep -c 'offsite1.*goes: no rule')" 2 "those that go"
for words in '--why' '--keep 2' '--backup offsite1' '--why --backup offsite1 --keep 2' '--why --backup offsite1 --keep-source x'; do
  # shellcheck disable=SC2086 # words
  list home $words
  expect_status 255
  expect_no_commands
done
expect_err '--keep-source: Invalid'
