# shellcheck shell=bash
# For the scenarios about runs that do not end well: at the Nth zfs or zpool command of a run something dies, and the next run must put
# everything right.

# Commands that count themselves and at number $KILL_AT do what $KILL_HOW says:
#   before  zwinnow is killed in place of it; a send is killed in the middle of its stream
#   after   zwinnow is killed when it has acted
#   alone   the command dies in place of acting, a send in the middle of its stream; zwinnow lives
make_killers() {
  mkdir -p "$WORK/killers"
  cat > "$WORK/killers/zfs" <<'KILLER'
#!/bin/bash
real=$FAKE_BIN/$(basename "$0")
exec 9>> "$KILL_COUNT"
flock 9
printf . >&9
count=$(stat -c %s "$KILL_COUNT")
exec 9>&-
[[ $count == "$KILL_AT" ]] || exec "$real" "$@"
session=$(cut -d ' ' -f 6 /proc/$$/stat)
printf '%s %s\n' "$(basename "$0")" "$*" > "$KILL_COUNT.what"
[[ $KILL_HOW != after ]] || "$real" "$@"
[[ $KILL_HOW == after || $1 != send ]] || FAKE_ZFS_FAULT='cut@60000:zfs send*' "$real" "$@"
[[ $KILL_HOW == alone ]] || kill -KILL "$session"
kill -KILL $$
KILLER
  chmod +x "$WORK/killers/zfs"
  ln -sfn zfs "$WORK/killers/zpool"
}

# killed_at N HOW HOST ARG…: such a run. False if it ended before its Nth command.
killed_at() {
  export KILL_AT=$1 KILL_HOW=$2 KILL_COUNT=$WORK/count
  : > "$KILL_COUNT"
  PATH=$WORK/killers:$PATH start_zw "${@:3}"
  finish 2> /dev/null # "Killed", says the shell
  eventually is_alone
  (($(stat -c %s "$KILL_COUNT") >= KILL_AT))
}

# All but what is mounted: that is done once, after a first receive.
lasting_states() { states | grep -v $'\tmounted\t'; }

# survives_death HOW PLACES HOST ARG…: from the pools as remembered, a run that is killed and a clean one leave what two clean ones leave,
# wherever it is killed; that must have been PLACES places at least. $and_then is a command for after the clean ones.
survives_death() {
  local how=$1 places=$2 index=1 bad=''
  # A destroy that fails is tried once more; what -r does not hold or release is done by name.
  local done_in_another_way='^zfs (destroy|hold -r|release -r) '
  shift 2
  make_killers
  zw_on "$@"
  expect_status 0
  zw_on "$@"
  expect_status 0
  ${and_then:-}
  lasting_states > "$WORK/wanted-states"
  while recall; killed_at "$index" "$how" "$@"; do
    [[ $status != 0 || ($how == alone && $(cat "$WORK/count.what") =~ $done_in_another_way) ]] || bad+=$'\n'"success although command $index was killed: $(cat "$WORK/count.what")"
    zw_on "$@"
    expect_status 0
    ${and_then:-}
    lasting_states > "$WORK/states"
    diff "$WORK/wanted-states" "$WORK/states" > "$WORK/difference" ||
      bad+=$'\n'"killed ($how) at command $index: $(cat "$WORK/count.what")"$'\n'"not put right: $(cat "$WORK/difference")"
    index=$((index + 1))
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
