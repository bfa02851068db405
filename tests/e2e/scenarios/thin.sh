# `zwinnow thin`: snapshots of one kind by a schedule, their ages from their names or from their creation.
on source zfs create tank/home
on source zfs create tank/home/ann
on source zfs create tank/other
thin() { zw_on source thin "$@"; }
# made DAY NAME DATASET…: snapshots of that day.
made() {
  at "2026-03-$1 12:00:00"
  for dataset in "${@:3}"; do faked source zfs snapshot "$dataset@$2"; done
}
for day in 01 02 03 04 05; do
  made "$day" "autosnap_2026-03-${day}_12:00:00_daily" tank/home tank/home/ann
done
made 06 before-a tank/home tank/home/ann
made 07 before-b tank/home tank/home/ann
made 08 mine tank/home tank/home/ann
made 09 before-c tank/home tank/home/ann
made 10 before-d tank/home tank/home/ann
at '2026-03-11 12:00:00'

# What would be lost by a slip is not done.
thin tank/home --keep 3
expect_status 255
expect_err 'which snapshots? Name them by --label, --type, --preset, --snapshot-format or --match. Other snapshots are never destroyed'
thin tank/home --match 'before-*'
expect_status 255
expect_err 'how many snapshots stay? Say it by --keep, --keep-days or --keep-num'
thin tank/home --match 'before-*' --label daily --keep 1
expect_status 255
expect_err '--match and a label, type, preset or format are two kinds: leave one out'
thin --match 'before-*' --keep 1
expect_status 255
thin tank/home --match 'before-*' --keep 1x
expect_status 255
expect_err '--keep: '
thin tank/nothing --match 'before-*' --keep 1
expect_status 255
expect_err "there is no dataset 'tank/nothing'"

# Ranges: neighbours only, as zfs destroys all that lies between the ends; --test and plans change nothing.
remember
thin -r tank --match 'before-*' --keep-num 1 --print-ranges
expect_status 0
expect_equal "$(< "$WORK/out")" 'tank/home@before-a%before-b
tank/home@before-c
tank/home/ann@before-a%before-b
tank/home/ann@before-c' "the ranges"
thin -r tank --match 'before-*' --keep-num 1 --print-ranges --plan=sh
expect_status 255
thin tank/home --match 'before-*' --keep-num 1 --test
expect_status 0
expect_out '(zfs destroy tank/home@before-a,before-b,before-c)'
expect_out '  [Source] Keep the last 1 snapshot.'
thin tank/home --match 'before-*' --keep-num 1 --plan=json
expect_status 0
expect_unchanged

# By creation, which is asked for only where a time matters, and only of the datasets that have such snapshots.
thin -r tank --match 'before-*' --keep-num 3
expect_status 0
expect_equal "$(commands source 'zfs list')" 1 "listings where only a number matters"
expect_snapshots source tank/home/ann "$(printf 'autosnap_2026-03-%s_12:00:00_daily ' 01 02 03 04 05)before-b mine before-c before-d"
thin -r tank --match 'before-*' --keep-days 3
expect_status 0
expect_equal "$(commands source 'zfs list')" 2 "listings where an age matters"
expect_equal "$(commands source 'zfs list -Hp -d 1 -t snapshot -o name,creation tank/home tank/home/ann')" 1 "the datasets asked"
expect_snapshots source tank/home "$(printf 'autosnap_2026-03-%s_12:00:00_daily ' 01 02 03 04 05)mine before-c before-d"

# By the time in the names of other tools. The newest, the held, the cloned stay; a schedule with a floor.
on source zfs hold somebody tank/home@autosnap_2026-03-01_12:00:00_daily
on source zfs clone tank/home@autosnap_2026-03-02_12:00:00_daily tank/clone
thin tank/home --preset sanoid --label daily --keep 1 --keep-days 7
expect_status 0
expect_snapshots source tank/home "$(printf 'autosnap_2026-03-%s_12:00:00_daily ' 01 02 04 05)mine before-c before-d"
expect_snapshots source tank/home/ann "$(printf 'autosnap_2026-03-%s_12:00:00_daily ' 01 02 03 04 05)mine before-c before-d"
thin // --preset sanoid --label daily --keep 1 --exclude '*ann' --json
expect_status 0
jq -e '.verb == "thin" and .job == "daily" and .result == "ok" and .destroyedOnSource == 1' "$WORK/out" > /dev/null || fail "other JSON: $(< "$WORK/out")"
expect_snapshots source tank/home "$(printf 'autosnap_2026-03-%s_12:00:00_daily ' 01 02 05)mine before-c before-d"

# The script does the same.
thin -r tank/home --match '*' --keep 1 --plan=sh
expect_status 0
cp "$WORK/out" "$WORK/script"
on source sh "$WORK/script" > /dev/null
expect_snapshots source tank/home/ann before-d
