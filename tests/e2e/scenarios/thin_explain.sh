# `zwinnow thin --explain`: for each snapshot what keeps it or why it goes, and what that frees. Nothing is changed.
on source zfs create tank/home
on source zfs create 'tank/home/<b>my & files</b>' 2> /dev/null || on source zfs create 'tank/home/my files'
explain() { zw_on source thin --explain "$@"; }
made() { # DAY NAME DATASET…
  at "2026-03-$1 12:00:00"
  for dataset in "${@:3}"; do
    write source "$dataset" 1000
    faked source zfs snapshot "$dataset@$2"
  done
}
for day in 01 02 03 04 05 06 07 08; do made "$day" "autosnap_2026-03-${day}_12:00:00_daily" tank/home 'tank/home/my files'; done
made 09 foreign tank/home
on source zfs hold somebody tank/home@autosnap_2026-03-02_12:00:00_daily
at '2026-03-10 12:00:00'
remember

# The table: block, rule, reason; one command tells what is freed on the host, one zfs destroy -n for each dataset that loses any.
schedule='2,1d4d'
explain -r tank --preset sanoid --label daily --keep "$schedule"
expect_status 0
expect_unchanged
expect_equal "$(commands source 'zfs destroy')" 2 "commands that tell what is freed"
expect_equal "$(commands source)" 6 "commands in all"
expect_not_ran source 'zfs destroy \(-[^n]\|[^-]\)'
expect_ran source 'zfs destroy -nvp tank/home@autosnap_2026-03-01_12:00:00_daily,autosnap_2026-03-03_12:00:00_daily%autosnap_2026-03-05_12:00:00_daily$'
reason() { tr -s ' ' < "$WORK/out" | grep -e "^$1 $2 " | cut -d ' ' -f "${3:-7}"-; }
expect_equal "$(reason tank/home 'autosnap_2026-03-06_12:00:00_daily')" \
  '2026-03-06 to 2026-03-07 stays: oldest in its block of: Keep every 1 day, delete after 4 days.' "a snapshot that stays"
expect_out "stays: held by 'somebody'"
expect_out 'stays: not ours: its name does not match the snapshot format'
expect_out 'stays: one of the last 2'
expect_out 'goes: it is older than 4 days, the longest time of the schedule'
expect_out 'tank/home: 4 of 9 snapshots go, which frees 3.91 KiB.'
expect_out 'tank/home/my files: 5 of 8 snapshots go, which frees 4.88 KiB.'
expect_out 'In all, 9 of 17 snapshots go, which frees 8.79 KiB.'

# Who has the block of one that goes; what is told is what a run does.
made 10 "autosnap_2026-03-10_12:00:00_daily" tank/home
made 10 "autosnap_2026-03-10_12:30:00_daily" tank/home
at '2026-03-10 13:00:00'
explain tank/home --preset sanoid --label daily --keep 1,1d1w --json
expect_status 0
cp "$WORK/out" "$WORK/json"
jq -e '.verb == "thin" and .test and .result == "ok" and (.explained.datasets | length) == 1' "$WORK/json" > /dev/null || fail "other JSON: $(< "$WORK/json")"
explain tank/home --preset sanoid --label daily --keep 0,1d1w
expect_out 'stays: the newest of ours always stays'
made 10 "autosnap_2026-03-10_12:40:00_daily" tank/home
at '2026-03-10 13:00:00'
explain tank/home --preset sanoid --label daily --keep 1,1d1w --json
expect_equal "$(jq -r '.explained.datasets[0].snapshots[] | select(.snapshot | contains("12:30")) | .why' "$WORK/out")" \
  'autosnap_2026-03-10_12:00:00_daily is older in its block of: Keep every 1 day, delete after 1 week.' "who has its block"
going=$(jq -r '[.explained.datasets[].snapshots[] | select(.goes) | .snapshot] | join(" ")' "$WORK/out")
expect_equal "$(jq '.explained | .going == ([.datasets[].snapshots[] | select(.goes)] | length) and .frees == ([.datasets[].frees] | add)' "$WORK/out")" true "the sums"
before=$(snapshots_of source tank/home)
zw_on source thin tank/home --preset sanoid --label daily --keep 1,1d1w
expect_status 0
for name in $before; do
  if [[ " $going " == *" $name "* ]]; then
    [[ " $(snapshots_of source tank/home) " != *" $name "* ]] || fail "$name was to go"
  else
    [[ " $(snapshots_of source tank/home) " == *" $name "* ]] || fail "$name was to stay"
  fi
done

# As if it were later; not as if it were earlier.
recall
at '2026-03-10 12:00:00'
explain tank/home --preset sanoid --label daily --keep 2,1d4d --at '2026-04-10 12:00'
expect_status 0
expect_out '5 of 9 snapshots go' # the last two and the held one are ours, too
explain tank/home --preset sanoid --label daily --keep 2 --at 2026-03-01
expect_status 255
expect_err "--at: '2026-03-01' is over"
explain tank/home --preset sanoid --label daily --keep 2 --at soon
expect_status 255
expect_err "--at: 'soon' is no time. Write it as 2026-03-01 12:00"

# A backup by its name: what it selects, or what is named.
on source zfs set autobackup:offsite1=true tank/home
on source zfs snapshot tank/home@offsite1-20260310110000
on source zfs snapshot tank/home@offsite1-20260310120000
explain --backup offsite1 --keep 1 --json
expect_status 0
jq -e '.job == "offsite1" and ([.explained.datasets[].dataset] == ["tank/home", "tank/home/my files"]) and .explained.going == 1' "$WORK/out" > /dev/null ||
  fail "other JSON: $(< "$WORK/out")"
explain --backup offsite1 tank/home
expect_status 0
expect_out 'stays: one of the last 10'
on source zfs inherit autobackup:offsite1 tank/home
explain --backup offsite1
expect_status 0
expect_err 'nothing is selected'
expect_out 'In all, 0 of 0 snapshots go.'

# What cannot be, and what zfs does not tell.
for words in '--backup x tank' '--at 2027-01-01 tank --match x' '--html x tank --match x' '--explain --test tank --match x' '--explain --backup x --label daily' \
  '--explain --plan=sh tank --match x' '--explain'; do
  # shellcheck disable=SC2086 # words
  zw_on source thin --keep 1 $words
  expect_status 255
  expect_no_commands
done
FAKE_ZFS_FAULT='source zfs destroy*:1:no luck' explain tank/home --preset sanoid --label daily --keep 2
expect_status 0
expect_out 'and what that frees is not known'

# A page: nothing of a name is markup, and nothing is taken from elsewhere.
explain -r tank --preset sanoid --label daily --keep 2,1d4d --html "$WORK/page.html"
expect_status 0
grep -q '<title>Thinning explained</title>' "$WORK/page.html" || fail "no page"
! grep -q 'https\?://[^w]' "$WORK/page.html" || fail "it names what is elsewhere"
expect_equal "$(find "$WORK" -name "page.html*" | wc -l)" 1 "files of the page"
explain -r tank --preset sanoid --label daily --keep 2 --html "$WORK/nothing/page.html"
expect_status 255
expect_err "--html: cannot write $WORK/nothing/page.html: No such file or directory"
explain -r tank --match '<script>*' --keep 2 --html /dev/stdout
expect_status 0
expect_out '&lt;script&gt;*'
expect_no_out '<script>*'
