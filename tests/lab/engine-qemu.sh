# shellcheck shell=bash
# Guests that are virtual machines of QEMU, emulated (tcg) or with the processor's help (kvm): $engine says which. Sourced
# by lab; see guest.sh.

: "${here:?}" "${run:=}" "${engine:?}"

engine_has_suite() { :; }

# prepare_engine SUITE: builds what guests are made of, and sets $image.
prepare_engine() { image=$("$here/build-image" "$1"); }

# Whether a stock kernel really boots: /dev/kvm may exist and still not carry one.
engine_works() {
  [[ $engine == tcg ]] || { [[ -w /dev/kvm ]] && boots_a_kernel; }
}

# A kernel that gets as far as having no disk is enough. It is fetched by itself: to find out must not cost an image.
boots_a_kernel() {
  local dir status=0 accel
  dir=$(mktemp -d)
  mapfile -t accel < <(accelerator)
  fetch_kernel "$dir" >&2
  { # a QEMU that aborts is an answer, too
    timeout 20 qemu-system-x86_64 "${accel[@]}" -m 256 -display none -nodefaults -no-reboot -serial "file:$dir/console" \
      -kernel "$dir"/boot/vmlinuz-* -append 'console=ttyS0 panic=-1' </dev/null || status=$?
  } >/dev/null 2>&1
  grep -q 'Unable to mount root fs' "$dir/console" || status=1
  rm -rf "$dir"
  return "$status"
}

# fetch_kernel FOLDER: the kernel of Debian's images for virtual machines.
fetch_kernel() {
  local suite=trixie apt=$1/apt
  # shellcheck source=tests/lab/debian.sh
  . "$here/debian.sh"
  open_suite
  unpack_packages "$1" "$(with_suite apt-cache show linux-image-cloud-amd64 | sed -n 's/^Depends: \(linux-image[^ ,]*\).*/\1/p' | head -n 1)"
}

accelerator() {
  case $engine in
    kvm) printf '%s\n' -accel kvm -cpu host ;;
    *) printf '%s\n' -accel tcg,thread=multi -cpu max ;;
  esac
}

# start_guests NAME…: boots them in the background.
start_guests() {
  local name
  for name in "$@"; do start_guest "$name"; done
}

# Boots a guest in the background. Writes to its disk are dropped when it ends. What is emulated is translated, and that
# is found again by its address: with programs and libraries where they were the last time (norandmaps), a process costs
# half. A second processor would cost a fifth more.
start_guest() {
  local name=$1 number=1 end=server=on port accel try
  [[ $name == source ]] || { number=2 end=server=off; }
  mapfile -t accel < <(accelerator)
  for try in {1..20}; do
    port=$((RANDOM % 20000 + 20000))
    if qemu-system-x86_64 -daemonize -pidfile "$run/$name.pid" "${accel[@]}" -m 3072 -smp "${ZWINNOW_LAB_PROCESSORS:-1}" -display none \
      -kernel "$image/vmlinuz" -initrd "$image/initrd" -no-reboot -serial "file:$run/$name.console" -monitor none \
      -append "root=/dev/vda rw console=ttyS0 net.ifnames=0 systemd.hostname=$name systemd.machine_id=$(tr -d - </proc/sys/kernel/random/uuid) systemd.condition-first-boot=no norandmaps transparent_hugepage=never mitigations=off init_on_alloc=0 quiet" \
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

stop_guests() {
  local name
  for name in $(guests); do stop_process "$name" TERM; done
}
