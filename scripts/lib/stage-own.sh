# shellcheck shell=bash disable=SC2034,SC2154
# The demo's stage on this machine's own ZFS: two pools in files with names of their own, and an sshd of our own with throw-away keys that
# listens on a loopback port, so that `server1` is reached as another host would be.
need_packages openssh-server openssh-client
place=$(mktemp -d "${TMPDIR:-/var/tmp}/zwinnow-demo.XXXXXX")
name=zwdemo$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')
tank=${name}tank backup=${name}backup

cleanup() {
  [[ ! -s $place/sshd.pid ]] || kill "$(cat "$place/sshd.pid")" || :
  local pool
  for pool in "$tank" "$backup"; do zpool destroy -f "$pool" 2>/dev/null || :; done
  rm -rf "$place"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

for pool in "$tank" "$backup"; do
  truncate -s 512M "$place/$pool"
  zpool create -m "$place/mnt-$pool" "$pool" "$place/$pool"
done

start_sshd() {
  local port
  ssh-keygen -q -t ed25519 -N '' -f "$place/host_key"
  ssh-keygen -q -t ed25519 -N '' -f "$place/key"
  mkdir -p /run/sshd
  for port in $(shuf -i 20000-60000 -n 20); do
    printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $place/host_key" "AuthorizedKeysFile $place/key.pub" \
      "PidFile $place/sshd.pid" 'StrictModes no' 'PermitRootLogin prohibit-password' 'UsePAM no' >"$place/sshd_config"
    if /usr/sbin/sshd -f "$place/sshd_config" 2>>"$place/sshd.log"; then break; fi
  done
  printf '[127.0.0.1]:%s %s\n' "$port" "$(cat "$place/host_key.pub")" >"$place/known_hosts"
  printf '%s\n' 'Host server1' '  HostName 127.0.0.1' "  Port $port" '  User root' "  IdentityFile $place/key" \
    "  UserKnownHostsFile $place/known_hosts" '  IdentitiesOnly yes' >"$place/ssh_config"
}
start_sshd

on() { PATH=$(dirname "$program"):$PATH "${@:2}"; }
zwinnow_options=(--ssh-config "$place/ssh_config")
