# shellcheck shell=bash
# For the scenarios about runs that do not end well: at the Nth zfs or zpool command of a run something dies, and the next run must put
# everything right.

# killed_at N HOW HOST ARG…: a run whose Nth zfs or zpool command dies. False if it ended before. HOW is
#   before  zwinnow dies too, in place of the command; at a send in the middle of its stream
#   after   zwinnow dies too, when the command has acted
#   alone   the command dies in place of acting, a send in the middle of its stream; zwinnow lives
killed_at() {
  local -A rules=([before]=session:killmid [after]=session:killafter [alone]=killmid)
  FAKE_ZFS_FAULT="nth@$1:${rules[$2]}:*" start_zw "${@:3}"
  finish 2> /dev/null # "Killed", says the shell
  eventually is_alone
  killed=$(sed -n "$1{s/^[^\t]*\t//p;q}" "$FAKE_ZFS_LOG")
  [[ -n $killed ]]
}

every=${TAKE_EVERY:-1}

# All but what is mounted: that is done once, after a first receive.
lasting_states() { states | grep -v $'\tmounted\t'; }

# survives_death HOW PLACES HOST ARG…: from the pools as remembered, a run that is killed and a clean one leave what two clean ones leave,
# wherever it is killed; that must have been PLACES places at least. $and_then is a command for after the clean ones.
survives_death() {
  local how=$1 places=$2 index=1 bad=''
  # What zfs refuses for many without a name is tried for fewer.
  local done_in_another_way='^zfs (snapshot|destroy|hold|release) '
  shift 2
  zw_on "$@"
  expect_status 0
  zw_on "$@"
  expect_status 0
  ${and_then:-}
  lasting_states > "$WORK/wanted-states"
  while recall; killed_at "$index" "$how" "$@"; do
    [[ $status != 0 || ($how == alone && $killed =~ $done_in_another_way) ]] || bad+=$'\n'"success although command $index was killed: $killed"
    zw_on "$@"
    expect_status 0
    ${and_then:-}
    lasting_states > "$WORK/states"
    diff "$WORK/wanted-states" "$WORK/states" > "$WORK/difference" ||
      bad+=$'\n'"killed ($how) at command $index: $killed"$'\n'"not put right: $(cat "$WORK/difference")"
    index=$((index + every))
  done
  [[ -z $bad ]] || fail "$bad"
  ((index > places)) || fail "killed at $((index - 1)) places only"
}

# A job whose next run is incremental and thins on both sides, with an older snapshot that was never sent.
make_job_to_be_killed() {
  make_job tank/data tank/other
  write source tank/data
  each_day 1 3 tank/other pull --keep-source=10 --keep-target=10
  write source tank/data
  at '2026-03-04 12:00:00'
  zw_on source backup --no-thinning offsite1
  write source tank/data
  write source tank/other
  at '2026-03-05 12:00:00'
  remember
}
