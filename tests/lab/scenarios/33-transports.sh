#!/bin/bash
# Streams that do not pass through ssh, or not through the host that drives both: by socat and mbuffer over the wire, pull, push and from
# host to host, and by the ssh of either host to the other; by root and by another user, by a run as by a script. A connection that is cut,
# or whose run is killed, leaves nothing behind but what the next run resumes.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

nobody_listens() {
  local guest
  for guest in source backup; do
    # shellcheck disable=SC2016 # expanded in the guest
    expect_equal "$(on "$guest" sh -c 'for try in 1 2 3 4 5 6 7 8 9 10; do found=$(ss -Hltn "sport >= 3000 and sport <= 3999"; pgrep -l "^(socat|mbuffer)$")
      [ -n "$found" ] || break; sleep 1; done; echo "$found"')" '' "what still listens or runs on $guest"
  done
}
eventually_token() {
  local try
  for try in {1..20}; do
    [[ $(token 'backup/copies/tank/my data') != 1-* ]] || return 0
    sleep 1
  done
  fail "there is nothing to resume after $try s"
}
token() { on backup zfs get -H -o value receive_resume_token "$1"; }

# Where backup reaches itself by ssh it can be the third place between two remote hosts.
on backup sh -ec 'cd /root/.ssh
  cat id_ed25519.pub >>authorized_keys
  sed "s/^/backup /" /etc/ssh/ssh_host_ed25519_key.pub >>known_hosts'

on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o autobackup:test=true 'tank/my data'
on source zfs create -V 8M 'tank/my data/disk'
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key -o autobackup:test=true tank/secret
on backup zfs create backup/copies
day=0
# round [HELPER] GUEST ARG…: something new everywhere, and a backup of it on the next day of the month.
round() {
  day=$((day + 1))
  write_file source 'tank/my data' "file$day" 300000
  write_file source tank/secret "file$day" 100000
  write_disk source 'tank/my data/disk' 100000
  local date
  date=$(printf '2025-03-%02d' "$day")
  at_time "$date 12:00" "$@" --keep-source=2 --keep-target=2 test backup/copies
  newest=test-${date//-/}120000
  expect_same_content "tank/my data@$newest" "backup/copies/tank/my data@$newest"
  expect_same_content "tank/my data/disk@$newest" "backup/copies/tank/my data/disk@$newest"
  [[ $* == *keeper* ]] || expect_equal "$(on backup zfs list -H -d 1 -t snapshot -o name -s createtxg backup/copies/tank/secret | tail -n 1)" \
    "backup/copies/tank/secret@$newest" "the newest copy of tank/secret"
}

# --- By root: pull, push, and from host to host ---
round same_as_script backup backup --ssh-source source --transport=tcp
round also_as_script source backup --ssh-target backup --transport=tcp --compress=zstd-fast --rate=50M
round same_as_script backup backup --ssh-source source --ssh-target backup --transport=tcp
round also_as_script backup backup --ssh-source source --transport=mbuffer
round same_as_script source backup --ssh-target backup --transport=mbuffer --buffer=8M
round same_as_script backup backup --ssh-source source --ssh-target backup --direct=push
round also_as_script backup backup --ssh-source source --ssh-target backup --direct=pull --buffer=8M
nobody_listens

# --- OpenBSD's nc connects as well, and IPv6 ---
on source mv /usr/bin/socat /usr/bin/socat.away
round zw_on backup backup --ssh-source source --transport=tcp --buffer=8M
on source mv /usr/bin/socat.away /usr/bin/socat
if on source ip -6 addr add fd77::1/64 dev eth1 nodad && on backup ip -6 addr add fd77::2/64 dev eth1 nodad; then
  round zw_on backup backup --ssh-source source --transport=tcp --listen-address fd77::2 --peer-address fd77::1
  round zw_on source backup --ssh-target backup --transport=mbuffer --listen-address fd77::2 --peer-address fd77::1
fi
nobody_listens

# --- Cut in the middle: ended by the idle limit, and resumed ---
write_file source 'tank/my data' big 6000000
on source sh -c '(sleep 5; ip link set eth1 down; sleep 9; ip link set eth1 up) >/dev/null 2>&1 &'
at_time '2025-03-20 12:00' zw_ends 1 backup backup --ssh-source source --transport=tcp --rate=1M --idle-timeout=4s test backup/copies
expect_contains "$said" 'nothing has come for 4 s (--idle-timeout)'
[[ $(token 'backup/copies/tank/my data') == 1-* ]] || fail "there is nothing to resume"
nobody_listens
at_time '2025-03-21 12:00' same_as_script backup backup --ssh-source source --transport=tcp --verbose test backup/copies
expect_contains "$said" 'tank/my data@test-20250320120000: resuming'
expect_same_content 'tank/my data@test-20250320120000' 'backup/copies/tank/my data@test-20250320120000'

# --- Killed in the middle: the other hosts end it by themselves ---
day=21
for way in '--ssh-source source --transport=tcp' '--ssh-source source --ssh-target backup --transport=mbuffer' \
  '--ssh-source source --ssh-target backup --direct=push'; do
  day=$((day + 1))
  write_file source 'tank/my data' big 6000000
  # shellcheck disable=SC2086 # words
  at_time "2025-03-$day 12:00" then_on backup timeout -s KILL 6 zwinnow backup $way --rate=1M test backup/copies && fail "it was not killed"
  nobody_listens
  eventually_token
  # shellcheck disable=SC2086 # words
  at_time "2025-03-$day 13:00" zw_ends 0 backup backup $way --verbose test backup/copies
  expect_contains "$said" "tank/my data@test-202503${day}120000: resuming"
  expect_same_content "tank/my data@test-202503${day}120000" "backup/copies/tank/my data@test-202503${day}120000"
done

# --- By a user who is not root ---
on source zfs inherit autobackup:test tank/secret
make_user keeper
on backup sh -c 'cat /home/keeper/.ssh/id_ed25519.pub >/home/keeper/.ssh/authorized_keys; chown keeper /home/keeper/.ssh/*
  sed "s/^/backup /" /etc/ssh/ssh_host_ed25519_key.pub >>/home/keeper/.ssh/known_hosts'
allow_as_printed --ssh-source keeper@source test backup/copies
day=26
round as_user keeper same_as_script backup backup --ssh-source keeper@source --transport=tcp --skip-permission-check
round as_user keeper zw_on backup backup --ssh-source keeper@source --ssh-target keeper@backup --transport=mbuffer
round as_user keeper zw_on backup backup --ssh-source keeper@source --ssh-target keeper@backup --direct=pull
nobody_listens

# --- From a third host: this one, which reaches both guests by ports that mean nothing to them ---
if [[ -x ${ZWINNOW_BINARY:-} ]]; then
  third() {
    XDG_RUNTIME_DIR=$(mktemp -d) "$ZWINNOW_BINARY" backup --ssh-config "$ZWINNOW_LAB/ssh_config" --ssh-source source --ssh-target backup "$@"
  }
  for way in '--transport=tcp --listen-address 10.77.0.2 --peer-address 10.77.0.1' --direct=push --direct=pull; do
    write_file source 'tank/my data' third 200000
    # shellcheck disable=SC2086 # words
    third $way --no-thinning test backup/copies
    newest=$(on source zfs list -H -d 1 -t snapshot -o name -s createtxg 'tank/my data' | tail -n 1)
    expect_same_content "$newest" "backup/copies/$newest"
  done
  nobody_listens
fi
