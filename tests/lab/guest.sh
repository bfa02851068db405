# shellcheck shell=bash
# One virtual machine of the lab: boot it, reach it, end it. Sourced by lab; a guest's files lie in the run
# directory $run as GUEST.pid, GUEST.port, GUEST.console and GUEST.ctl (the shared ssh connection).

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

# /dev/kvm may exist and still not carry a guest, so it is used only when asked for by name.
accelerator() {
  case ${ZWINNOW_LAB_ACCEL:-tcg} in
    kvm) printf '%s\n' -accel kvm -cpu host ;;
    *) printf '%s\n' -accel tcg,thread=multi -cpu max ;;
  esac
}

# start_guest NAME IMAGE: boots a guest in the background. Writes to its disk are dropped when it ends.
start_guest() {
  local name=$1 image=$2 number=1 end=server=on port accel try
  [[ $name == source ]] || { number=2 end=server=off; }
  mapfile -t accel < <(accelerator)
  for try in {1..20}; do
    port=$((RANDOM % 20000 + 20000))
    if qemu-system-x86_64 -daemonize -pidfile "$run/$name.pid" "${accel[@]}" -m 3072 -smp 2 -display none \
      -kernel "$image/vmlinuz" -initrd "$image/initrd" -no-reboot -serial "file:$run/$name.console" -monitor none \
      -append "root=/dev/vda rw console=ttyS0 net.ifnames=0 systemd.hostname=$name systemd.machine_id=$(tr -d - </proc/sys/kernel/random/uuid) systemd.condition-first-boot=no mitigations=off init_on_alloc=0 quiet" \
      -drive "file=$image/disk.raw,if=virtio,format=raw,snapshot=on" -device virtio-rng-pci \
      -netdev "user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:$port-:22" -device virtio-net-pci,netdev=n0,romfile= \
      -netdev "stream,id=n1,$end,addr.type=unix,addr.path=$run/wire" \
      -device "virtio-net-pci,netdev=n1,romfile=,mac=52:54:00:77:00:0$number" 2>"$run/$name.qemu"; then
      printf '%s\n' "$port" >"$run/$name.port"
      write_ssh_config "$name" "$port" "$image"
      return 0
    fi
    grep -q 'host forwarding' "$run/$name.qemu" || break # a taken port is worth another try, nothing else is
  done
  echo "lab: qemu did not start $name (try $try): $(<"$run/$name.qemu")" >&2
  return 1
}

# Of all guests together.
processor_seconds() {
  local name stat ticks=0
  for name in $(guests); do
    guest_alive "$name" || continue
    read -ra stat <"/proc/$(<"$run/$name.pid")/stat"
    ticks=$((ticks + stat[13] + stat[14]))
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

stop_guest() {
  ssh -F "$run/ssh_config" -O exit "$1" 2>/dev/null || :
  guest_alive "$1" || return 0
  local pid tries
  pid=$(<"$run/$1.pid")
  kill "$pid"
  for tries in {1..50}; do
    guest_alive "$1" || return 0
    sleep 0.1
  done
  echo "lab: $1 does not end after $tries tries; killing it" >&2
  kill -9 "$pid"
}
