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
expect_err 'how many snapshots stay? Say it by --keep, --keep-days, --keep-num or --against'
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

for words in "--match tank@before-*" "--match a/b" "--preset zelta --label daily" "--preset sanoid" "--label daily --snapshot-format x-%Y%m%d" \
  "--match x --print-ranges --json"; do
  # shellcheck disable=SC2086 # words
  thin tank/home $words --keep 1
  expect_status 255
  expect_no_commands
done
expect_err '--json and --print-ranges both print on stdout: leave one out, or use --json-file'
thin tank/home --match 'befor-*' --keep 1
expect_status 0
expect_out 'None of the selected datasets has a snapshot of this kind (befor-*): there is nothing to thin'

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
expect_equal "$(commands source 'zfs list.*creation')" 0 "listings of ages where only a number matters"
expect_snapshots source tank/home/ann "$(printf 'autosnap_2026-03-%s_12:00:00_daily ' 01 02 03 04 05)before-b mine before-c before-d"
thin -r tank --match 'before-*' --keep-days 3
expect_status 0
expect_equal "$(commands source 'zfs list.*creation')" 1 "listings of ages"
expect_equal "$(commands source 'zfs list -Hp -d 1 -t snapshot -o name,guid,creation tank/home tank/home/ann')" 1 "the datasets asked"
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

# What has a time to live ends by that alone. A held one and a clone's origin part the ranges.
made 10 "autosnap_2026-02-01_12:00:00_daily--1d" tank/home
at '2026-03-11 12:00:00'
thin tank/home --preset sanoid --label daily --keep 1
expect_status 0
expect_equal "$(on source zfs list -H -t snapshot -o name tank/home | grep -c -e --1d)" 1 "snapshots with a time to live"
on source zfs hold somebody tank/home/ann@autosnap_2026-03-02_12:00:00_daily
on source zfs clone tank/home/ann@autosnap_2026-03-04_12:00:00_daily tank/home/ann/clone
thin tank/home/ann --match 'autosnap*' --keep 1 --print-ranges
expect_equal "$(< "$WORK/out")" 'tank/home/ann@autosnap_2026-03-01_12:00:00_daily
tank/home/ann@autosnap_2026-03-03_12:00:00_daily' "ranges around what stays"
on source zfs destroy tank/home/ann/clone
on source zfs release somebody tank/home/ann@autosnap_2026-03-02_12:00:00_daily

# A limit; a name with a space; another host, whose clock goes otherwise.
thin tank/home/ann --match 'autosnap*' --keep 1 --max-destroy=3
expect_status 255
expect_err 'more than --max-destroy=3'
on source zfs create 'tank/my files'
made 01 'before x' 'tank/my files'
made 10 'before y' 'tank/my files'
at '2026-03-11 12:00:00'
thin 'my files' --match 'before*' --keep-days 5 --print-ranges
expect_equal "$(< "$WORK/out")" 'tank/my files@before x' "a range with spaces"
zw thin 'tank/my files' --match 'before*' --keep-days 5 --ssh-source source
expect_status 0
expect_snapshots source 'tank/my files' 'before y'

# Names without a time come back: what has one now is looked at first.
made 02 before-1 tank/other
made 03 before-2 tank/other
at '2026-03-11 12:00:00'
thin tank/other --match 'before-*' --keep 1
expect_status 0
expect_equal "$(commands source 'zfs list -Hp -t snapshot -o name,guid tank/other@before-1')" 1 "looks before a destroy"
expect_snapshots source tank/other before-2

# A short name may be one of a pool that is left out.
on source zpool create usb /dev/fake
on source zfs create usb/other
FAKE_ZPOOL_SUSPENDED=usb thin other --match 'before-*' --keep 1
expect_status 255
expect_err "'other' may be a dataset of pool usb, which is left out"
FAKE_ZPOOL_SUSPENDED=usb thin tank/other --match 'before-*' --keep 1
expect_status 0

# The script does the same.
thin -r tank/home --match '*' --keep 1 --plan=sh
expect_status 0
cp "$WORK/out" "$WORK/script"
on source sh "$WORK/script" > /dev/null
expect_snapshots source tank/home/ann before-d

# What a copy has, too, goes; what it lacks stays, and so does the newest that both have.
at '2026-03-20 12:00:00'
on source zfs create tank/vm
on source zfs create tank/vm/a
for number in 1 2 3; do on source zfs snapshot -r tank/vm@x$number; done
zw_on source sync tank/vm backup:backup/vm --no-holds --no-snapshot
expect_status 0
on source zfs snapshot -r tank/vm@x4
on source zfs snapshot -r tank/vm@x5
on backup zfs destroy backup/vm/a@x1
thin -r tank/vm --match '*' --against backup:backup/vm --print-ranges
expect_status 0
expect_equal "$(cat "$WORK/out")" $'tank/vm@x1%x2\ntank/vm/a@x2' "ranges of what the copy has"
thin -r tank/vm --match '*' --keep-days 90 --against backup:backup/vm --print-ranges
expect_equal "$(cat "$WORK/out")" '' "what is that old by its creation"
thin -r tank/vm --match '*' --keep-num 4 --against backup:backup/vm
expect_status 0
expect_equal "$(snapshots_of source tank/vm)|$(snapshots_of source tank/vm/a)" 'x2 x3 x4 x5|x1 x2 x3 x4 x5' "what stays with the newest four"
thin -r tank/vm --match '*' --against backup:backup/vm
expect_status 0
expect_equal "$(snapshots_of source tank/vm)|$(snapshots_of source tank/vm/a)" 'x3 x4 x5|x1 x3 x4 x5' "what stays"
expect_equal "$(snapshots_of backup backup/vm)" 'x1 x2 x3' "the copy is left alone"
thin -r tank/vm --match '*' --against backup:backup/nothing
expect_status 255
expect_err "backup/nothing' does not exist"
thin // --match '*' --against backup:backup/vm
expect_status 255
