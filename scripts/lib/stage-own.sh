# shellcheck shell=bash disable=SC2034,SC2154
# The demo's stage on this machine's own ZFS: two pools in files with names of their own, and an sshd of our own with
# throw-away keys that listens on a loopback port, so that `server1` is reached as another host would be.
name=zwdemo-$(od -An -N2 -tx2 /dev/urandom | tr -d ' ')
tank=$name-tank backup=$name-backup
made=()

# Destroys only what was made here.
leave_stage() {
  local pool
  [[ ! -s ${place:-}/sshd.pid ]] || kill "$(<"$place/sshd.pid")" || :
  for pool in "${made[@]}"; do zpool destroy -f "$pool"; done
}

# Mounted below our own folder, and in no cache file: this machine forgets them when they are gone.
make_pools() {
  local pool
  for pool in "$tank" "$backup"; do
    truncate -s 512M "$place/$pool"
    zpool create -R "$place/mnt" "$pool" "$place/$pool"
    made+=("$pool")
  done
}

# Sets $port to where it listens: the first free one of some.
start_sshd() {
  need_packages openssh-server openssh-client
  ssh-keygen -q -t ed25519 -N '' -f "$place/host_key"
  ssh-keygen -q -t ed25519 -N '' -f "$place/key"
  mkdir -p /run/sshd
  for port in $(shuf -i 20000-60000 -n 20); do
    printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $place/host_key" "AuthorizedKeysFile $place/key.pub" \
      "PidFile $place/sshd.pid" 'StrictModes no' 'PermitRootLogin prohibit-password' 'UsePAM no' \
      'Subsystem sftp internal-sftp' >"$place/sshd_config"
    ! /usr/sbin/sshd -f "$place/sshd_config" 2>>"$place/sshd.log" || return 0
  done
  cat "$place/sshd.log" >&2
  return 1
}

# How `server1` is reached.
write_ssh_config() {
  printf '[127.0.0.1]:%s %s\n' "$port" "$(<"$place/host_key.pub")" >"$place/known_hosts"
  printf '%s\n' 'Host server1' '  HostName 127.0.0.1' "  Port $port" '  User root' "  IdentityFile $place/key" \
    "  UserKnownHostsFile $place/known_hosts" '  IdentitiesOnly yes' >"$place/ssh_config"
}

# By env, so that no function of ours is meant.
on() { env "PATH=$place:$PATH" "${@:2}"; }

prepare_stage() { :; }

enter_stage() {
  echo '--- Making two pools in files, and an sshd on a loopback port'
  place=$scratch/stage
  mkdir "$place"
  if [[ -n $package ]]; then
    dpkg-deb -x "$package" "$scratch/installed" # what the machine itself has stays as it is
    program=$scratch/installed/usr/bin/zwinnow
  fi
  ln -s "$program" "$place/zwinnow"
  make_pools
  start_sshd
  write_ssh_config
  host_options=(--ssh-config "$place/ssh_config")
  # Here server1 is the backup server too, and would back up the backup without --exclude-received.
  zwinnow_options=("${host_options[@]}" --exclude-received)
}
