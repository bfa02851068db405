# shellcheck shell=bash
# Guests that are User Mode Linux: a kernel that is a program, with OpenZFS in it. Sourced by lab; see guest.sh.
# Frames pass over socket pairs: one is the wire between the guests, one each goes to a QEMU without a machine, whose
# user network is the way in. So no network device, no namespace and no privilege of this machine is needed.

: "${here:?}" "${run:=}"

# Only OpenZFS 2.3 is built for it.
engine_has_suite() { [[ $1 == trixie ]]; }

# prepare_engine SUITE: builds what guests are made of, side by side, and sets $kernel and $image.
prepare_engine() {
  local dir status=0
  dir=$(mktemp -d)
  "$here/build-kernel" >"$dir/kernel" &
  "$here/build-image" --without-kernel "$1" >"$dir/image" || status=$?
  wait $! || status=$?
  kernel=$(<"$dir/kernel") image=$(<"$dir/image")
  rm -r "$dir"
  return "$status"
}

# Whether the kernel starts here at all: it gets as far as having no disk, and aborts.
engine_works() {
  local dir
  dir=$(mktemp -d)
  (
    ulimit -c 0
    TMPDIR=$(memory_folder 64) timeout 20 "$kernel/linux" mem=64M "uml_dir=$dir" con=null con0=null,fd:1 </dev/null >"$dir/console" 2>&1 || :
  ) 2>/dev/null
  if grep -q 'Unable to mount root fs' "$dir/console"; then rm -r "$dir"; return 0; fi
  echo "lab: User Mode Linux does not start here:" >&2
  tail -n 5 "$dir/console" >&2
  rm -r "$dir"
  return 1
}

# memory_folder MIB: where a guest's memory lies, a file without a name: in memory if there is so much, and if programs may
# be mapped from there.
memory_folder() {
  if [[ -w /dev/shm ]] && ! findmnt -n -o OPTIONS -T /dev/shm | grep -qw noexec &&
    (($(df --output=avail -m /dev/shm | tail -n 1) > $1)); then
    echo /dev/shm
  else
    echo "${TMPDIR:-/tmp}"
  fi
}

# guest_command NAME NUMBER: the words that start a guest, one a line.
guest_command() {
  local name=$1 number=$2
  printf '%s\n' "$name" "$kernel/linux" mem=2048M "umid=$name" "uml_dir=$run/uml" \
    "ubd0s=$run/$name.disk,$image/disk.raw" root=/dev/ubda rw fstab=no \
    "vec0:transport=fd,fd=@$name.0@" "vec1:transport=fd,fd=@wire.$((number - 1))@,mac=52:54:00:77:00:0$number" \
    con=null con0=null,fd:1 console=tty0 quiet net.ifnames=0 \
    "systemd.hostname=$name" "systemd.machine_id=$(tr -d - </proc/sys/kernel/random/uuid)" systemd.condition-first-boot=no \
    systemd.mount-extra=none:/usr/lib/modules:hostfs "hostfs=$kernel/modules"
}

# way_in NAME: the words that give a guest a network which the host reaches at a port.
way_in() {
  printf '%s\n' -netdev "user,id=$1,restrict=on,hostfwd=tcp:127.0.0.1:@port.$1@-:22" \
    -netdev "dgram,id=$1-fd,local.type=fd,local.str=@$1.1@" \
    -netdev "hubport,id=$1-hub,hubid=$2,netdev=$1" -netdev "hubport,id=$1-fd-hub,hubid=$2,netdev=$1-fd"
}

# await_port NAME: the port that "wired" has found.
await_port() {
  local deadline=$((SECONDS + 20))
  until [[ -s $run/$1.port ]]; do
    ((SECONDS <= deadline)) || { echo "lab: nothing was started: $(<"$run/wired.log")" >&2; return 1; }
    sleep 0.1
  done
  cat "$run/$1.port"
}

# start_guests NAME…: boots them in the background. Writes to their disks are dropped when they end.
start_guests() {
  local name number=0 words=() networks=() command port
  for name in "$@"; do
    number=$((number + 1))
    mapfile -t command < <(guest_command "$name" "$number")
    words+=("${command[@]}" ',')
    mapfile -t command < <(way_in "$name" "$number")
    networks+=("${command[@]}")
  done
  TMPDIR=$(memory_folder $((2048 * $#))) setsid "$here/wired" "$run" "${words[@]}" \
    network qemu-system-x86_64 -M none -display none -nodefaults -monitor none "${networks[@]}" \
    </dev/null >"$run/wired.log" 2>&1 &
  echo $! >"$run/wired.pid"
  for name in "$@"; do
    port=$(await_port "$name")
    write_ssh_config "$name" "$port" "$image"
  done
}

# All end with the one that started them, and at once: there is nothing to be saved.
stop_guests() {
  stop_process wired TERM
}
