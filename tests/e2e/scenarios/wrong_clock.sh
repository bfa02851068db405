# A run at a time that is years ahead, or behind, destroys nothing on either side, and neither do the next ones at the right time; snapshots and
# transfers go on. The way back is to destroy what was made at the wrong time.
make_job tank/data
job=(--keep-source=1d2m --keep-target=1d3m)
for ((day = 1; day <= 40; day++)); do
  at "$(date -d "2026-03-01 12:00:00 UTC $day days" '+%F %T')"
  on source zfs snapshot "tank@offsite1-${now//[-: ]/}" "tank/data@offsite1-${now//[-: ]/}"
done
write source tank/data
pull "${job[@]}"
expect_status 0
count() { on "$1" zfs list -H -t snapshot -o name -r "$2" | wc -l; }
all=$(count source tank)
remember

for wrong in '2036-01-01 12:00:00' '1990-01-01 12:00:00'; do
  recall
  at "$wrong"
  write source tank/data
  remember before
  pull --test "${job[@]}"
  expect_status 0
  expect_out 'tank and 1 more: not thinned. The times of its snapshots jump from 2026-'
  expect_unchanged before
  pull "${job[@]}"
  expect_status 0
  expect_equal "$(count source tank)" "$((all + 1))" "snapshots on the source after a run in $wrong"
  expect_exists backup "backup/server1/tank/data@offsite1-${wrong//[-: ]/}"
  for day in 12 13; do
    at "2026-04-$day 12:00:00"
    write source tank/data
    pull "${job[@]}"
    expect_status 0
    expect_exists backup "backup/server1/tank/data@offsite1-${now//[-: ]/}"
  done
  expect_equal "$(count source tank)" "$((all + 3))" "snapshots on the source with the right clock again, after $wrong"
done

# After the clock was ahead: without what was made then, thinning goes on.
recall
at '2036-01-01 12:00:00'
write source tank/data
pull "${job[@]}"
at '2026-05-20 12:00:00'
write source tank/data
pull "${job[@]}"
expect_status 0
expect_out '[Source] tank/data: not thinned. The times of its snapshots jump from 2026-04-10 12:00 UTC to 2036-01-01 12:00 UTC'
expect_out 'If the clock was wrong, destroy the snapshot with the wrong time.'
on source zfs destroy tank/data@offsite1-20360101120000
at '2026-05-21 12:00:00'
write source tank/data
pull "${job[@]}"
expect_status 0
expect_missing source tank/data@offsite1-20260310120000
expect_exists source tank/data@offsite1-20260401120000

# --max-destroy allows what the schedule says.
recall
at '2036-01-01 12:00:00'
write source tank/data
pull --max-destroy=200 "${job[@]}"
expect_status 0
expect_snapshots source tank/data offsite1-20360101120000

# The clocks of two hosts are compared by the way: no command more, and what cannot be read is nothing.
recall
at '2026-04-11 12:00:00'
pull "${job[@]}"
clocks() { grep -F 'The clock is' "$WORK/out" || :; }
expect_equal "$(clocks)" '' 'what is said of clocks that agree'
mkdir "$WORK/other"
clock_says() { # WHAT JOB…: a run while `date` prints this
  printf '#!/bin/sh\n%s\n' "$1" > "$WORK/other/date"
  chmod +x "$WORK/other/date"
  PATH=$WORK/other:$PATH "${@:2}" "${job[@]}"
  expect_status 0
}
noon=$(date -d "$now UTC" +%s)
for says in "echo $((noon + 590))" "echo $((noon - 590))" 'echo no number' 'echo date: no such program >&2; exit 127'; do
  clock_says "$says" pull
  expect_equal "$(clocks)" '' "what is said of a clock where date does: $says"
done
clock_says "echo $((noon + 2 * 3600 + 60))" pull
expect_out 'NOTE: [Source] The clock is 2 hours ahead of the clock of this host.'
clock_says "echo $((noon - 700))" push
expect_out 'NOTE: [Target] The clock is 11 minutes behind the clock of this host.'
