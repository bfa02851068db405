# `zwinnow simulate`: what a schedule leaves over the years. It runs no zfs command, and asks no pool.
simulate() { zw_on source simulate "$@"; }
at '2026-03-01 15:00:00'

simulate --keep 3,1d1w,1w1m --every 1d --years 1
expect_status 0
expect_no_commands
expect_out 'Keep every 1 week, delete after 1 month.'
expect_out 'A snapshot every 1 day, from 2026-03-01 00:00 to 2027-03-01 00:00: 366 in all.'
expect_out 'At the end 11 are left, and never more than 12 after thinning'
simulate --keep 3,1d1w,1w1m --every 1d --years 1 -v
expect_equal "$(grep -c 'oldest in its block of' "$WORK/out")" 8 "snapshots that rules keep"

# The names tell the time of this host: those of the hour that comes twice are taken. Whole days are days on its clocks.
export TZ=Europe/Amsterdam
simulate --keep 9999 --every 1h --start '2026-10-24 12:00' --years 1 --json
expect_status 0
jq -e '.verb == "simulate" and .untaken == 1' "$WORK/out" > /dev/null || fail "other JSON: $(cut -c 1-300 "$WORK/out")"
simulate --keep 9999 --every 1h --start '2026-10-24 12:00' --years 1 --json --utc
jq -e '.untaken == 0' "$WORK/out" > /dev/null || fail "UTC has no such hour"
simulate --keep 9999 --every 1d --start '2026-03-28 12:00' --years 1 --json
jq -e '.left[1].time - .left[0].time == 23 * 3600 and .left[2].time - .left[1].time == 24 * 3600' "$WORK/out" > /dev/null || fail "days"
export TZ=UTC

# How much is held: (snapshots - 1) intervals at least, all since the oldest at most.
simulate --keep 4 --every 1d --years 1 --change-rate 1G --json
jq -e '.changeRate == 1073741824 and .heldAtLeast == 3 * 1073741824 and .heldAtMost == 3 * 1073741824' "$WORK/out" > /dev/null || fail "space: $(< "$WORK/out")"
simulate --keep 1w10w --every 1d --years 1 --change-rate 7G
expect_status 0
expect_out 'With 7.00 GiB changed per day, the snapshots hold '
expect_out 'the least if every interval overwrites the same blocks, the most if no block is overwritten twice'

# Ten years of every five minutes are a million snapshots.
simulate --keep 10,5min1d,1h1w,1d1y,1w10y --every 5min --years 10 --json --html "$WORK/page.html" --svg "$WORK/picture.svg"
expect_status 0
jq -e '.taken == 1051921 and (.left | length) < 1300' "$WORK/out" > /dev/null || fail "other JSON: $(cut -c 1-300 "$WORK/out")"
(($(stat -c %s "$WORK/page.html") < 4000000)) || fail "the page is too large for a mail"
grep -q '^<svg xmlns="http://www.w3.org/2000/svg"' "$WORK/picture.svg" || fail "no picture"

for words in '--every 1d' '--keep 3' '--keep 3 --every 0s' '--keep 3 --every 1x' '--keep x --every 1d' '--keep 3 --every 1s --years 5' '--keep 3 --every 1d --years 2000' \
  '--keep 3 --every 1d --start soon' '--keep 3 --every 1d tank'; do
  # shellcheck disable=SC2086 # words
  simulate $words
  expect_status 255
  expect_equal "$(wc -l < "$WORK/err")" 1 "lines on stderr with $words"
done
