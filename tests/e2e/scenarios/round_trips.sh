# How long until the first byte of a stream: 3 dependent rounds of commands without holds, 4 with; a round is what is started before anything
# of it has answered.
make_job tank/data tank/other
each_day 1 2 tank/data pull
each_day 1 2 tank/other pull
write source tank/data
write source tank/other
at '2026-03-03 12:00:00'
remember

count_round() { has_started 'zfs send' || ((++rounds)); }
# expect_rounds COUNT ARG…: before the first send. Each command stops before it acts, and once all is idle the round is complete.
expect_rounds() {
  recall
  rounds=0
  FAKE_ZFS_FAULT='stop:*' start_zw backup backup --ssh-source source "${@:2}" offsite1 backup/server1
  each_time_idle count_round
  expect_status 0
  expect_equal "$rounds" "$1" "rounds with options '${*:2}'"
}
expect_rounds 4
expect_rounds 3 --no-holds --no-thinning
