# shellcheck shell=bash disable=SC2034 # for those who read this
# What the tests with real services are written with. Each is a script with the arguments
#   ZWINNOW-BINARY FAKE-ZFS-BIN-FOLDER WORK-FOLDER
# that starts the services itself, on ports and in folders of its own, prints a line for each check, and ends what it started, whatever it is
# that ends it. Its zwinnow works on the fake zfs, by the real clock: services have no other.
set -euo pipefail
(($# == 3)) || { echo "usage: ${0##*/} ZWINNOW-BINARY FAKE-ZFS-BIN-FOLDER WORK-FOLDER" >&2; exit 2; }
root=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/../..")
ZWINNOW=$(readlink -f "$1") FAKE_BIN=$(readlink -f "$2")
mkdir -p "$3"
WORK=$(readlink -f "$3")/${0##*/}
rm -rf "$WORK"
mkdir -p "$WORK"
chmod 755 "$WORK"
export FAKE_ZFS_STATE=$WORK/state FAKE_ZFS_LOG='' TMPDIR=$WORK TZ=UTC
export PATH=$FAKE_BIN:$PATH:/usr/sbin:/sbin
job=${0##*/}-$$ # the lock of a job is one for the machine

# --- Processes ---

started=()
# start LOG CMD ARG…: in the background, in a session of its own, so that its children go with it; it is ended at the end.
start() {
  local log=$1
  shift
  setsid "$@" > "$WORK/$log" 2>&1 < /dev/null &
  started+=($!)
}

# is_alive PID: something of it. What has ended and waits for init to see it is no more.
is_alive() { ps -eo pgid=,stat= | awk -v group="$1" '$1 == group && $2 !~ /^Z/ { found = 1 } END { exit !found }'; }

# end_of PID: asks what was started, and after twenty seconds insists.
end_of() {
  local try
  kill -- "-$1" 2> /dev/null || return 0
  for ((try = 0; try < 200; try++)); do
    is_alive "$1" || return 0
    sleep 0.1
  done
  kill -KILL -- "-$1" 2> /dev/null || :
}

# at_end: what else is to be done when all has ended; a test may have its own.
at_end() { :; }
finish() {
  local status=$? i
  trap '' INT TERM HUP
  trap - EXIT
  for ((i = ${#started[@]}; i-- > 0;)); do end_of "${started[i]}"; done # those first that need others
  wait 2> /dev/null || :
  at_end || :
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# free_ports N: so many numbers of ports that nobody listens on, such as Zabbix takes: below those of connections.
free_ports() {
  python3 -c 'import random, socket, sys
sockets = []
while len(sockets) < int(sys.argv[1]):
    try:
        sockets.append(socket.create_server(("127.0.0.1", random.randrange(20000, 32000))))
    except OSError:
        pass
print(*[s.getsockname()[1] for s in sockets])' "$1"
}

# --- Checks ---

ok() { printf 'ok: %s\n' "$*"; }
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  local log
  for log in "$WORK"/*.log; do [[ ! -s $log ]] || { echo "--- $log"; tail -n 25 "$log"; } >&2; done
  exit 1
}
# check WHAT CMD ARG…
check() {
  local what=$1
  shift
  "$@" > "$WORK/check.log" 2>&1 || fail "$what"
  ok "$what"
}
# soon WHAT CMD ARG…: it comes true within 20 seconds, or those of $patience.
soon() {
  local what=$1 until=$((SECONDS + ${patience:-20}))
  shift
  until "$@" > "$WORK/soon.log" 2>&1; do
    ((SECONDS < until)) || fail "$what"
    sleep 0.1
  done
  ok "$what"
}
need() {
  local program
  for program in "$@"; do command -v "$program" > /dev/null || fail "$program is not installed"; done
}

# --- The hosts ---

on() { FAKE_ZFS_HOST=$1 "${@:2}"; }
zw() { on backup "$ZWINNOW" "$@"; }

# make_job: tank on source is selected, and its place on backup is there.
make_job() {
  on source zpool create tank /dev/fake
  on backup zpool create backup /dev/fake
  on source zfs create tank/data
  on source zfs create 'tank/my files'
  on source zfs set "autobackup:$job=true" tank
  on backup zfs create -o mountpoint=none backup/server1
}
pull() { zw backup --ssh-source source "$@" "$job" backup/server1; }
