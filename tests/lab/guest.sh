# shellcheck shell=bash
# The guests of the lab: reach and end them, whatever they are. Sourced by lab; a guest's files lie in the run
# directory $run as GUEST.pid, GUEST.port, GUEST.console and GUEST.ctl (the shared ssh connection). What starts and ends
# them is in engine-qemu.sh and engine-uml.sh.

: "${run:?}"

# The guests of this run, those that have ended included.
guests() {
  local file
  for file in "$run"/*.port; do
    [[ ! -e $file ]] || basename "$file" .port
  done
}

# The pid could meanwhile belong to another process, so its command line must name this run.
guest_alive() { [[ -s $run/$1.pid ]] && grep -qsF "$run" "/proc/$(<"$run/$1.pid")/cmdline"; }

# Of all guests together, with the processes that they have ended (User Mode Linux has one for each of its own).
processor_seconds() {
  local name stat ticks=0
  for name in $(guests); do
    guest_alive "$name" || continue
    read -ra stat <"/proc/$(<"$run/$name.pid")/stat"
    ticks=$((ticks + stat[13] + stat[14] + stat[15] + stat[16]))
  done
  echo $((ticks / $(getconf CLK_TCK)))
}

# Loopback only, and the host key is made anew in each boot: there is nothing to compare it with.
write_ssh_config() {
  cat >>"$run/ssh_config" <<END
Host $1
  HostName 127.0.0.1
  Port $2
  User root
  IdentityFile "$3/key"
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
  BatchMode yes
  ConnectTimeout 10
  ControlMaster auto
  ControlPath "$run/%n.ctl"
  ControlPersist yes
END
}

# wait_for_guest NAME SECONDS: until ssh answers; the end of the console tells why when it never does.
wait_for_guest() {
  local deadline=$((SECONDS + $2))
  until ssh -F "$run/ssh_config" "$1" true </dev/null >/dev/null 2>&1; do
    if ! guest_alive "$1" || ((SECONDS > deadline)); then
      echo "lab: $1 does not answer after $2 s; the end of its console:" >&2
      tail -n 25 "$run/$1.console" >&2 || :
      return 1
    fi
    sleep 0.3
  done
}

# Runs a command in a guest; the arguments arrive there exactly as they are given. Without one: a login.
in_guest() {
  local name=$1
  shift
  if (($#)); then
    ssh -F "$run/ssh_config" "$name" "${*@Q}"
  else
    ssh -F "$run/ssh_config" -t "$name"
  fi
}

# stop_process NAME SIGNAL: ends what $run/NAME.pid names, with SIGKILL when the signal does not do it.
stop_process() {
  local pid tries
  guest_alive "$1" || return 0
  pid=$(<"$run/$1.pid")
  kill "-$2" "$pid" 2>/dev/null || :
  for tries in {1..50}; do
    guest_alive "$1" || return 0
    sleep 0.1
  done
  echo "lab: $1 does not end after $tries tries; killing it" >&2
  kill -9 "$pid"
}
