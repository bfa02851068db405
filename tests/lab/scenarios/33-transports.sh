#!/bin/bash
# Streams that do not pass through ssh, or not through the host that drives both: by socat, nc and mbuffer over the wire, pull, push and from
# host to host, and by the ssh of either host to the other; by root and by another user, by a run as by a script. A connection that is cut,
# or whose run is killed, leaves nothing behind but what the next run resumes.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

source_side='tank/my data' copy='backup/copies/tank/my data'

nobody_listens() {
  local guest
  for guest in source backup; do
    # shellcheck disable=SC2016 # expanded in the guest
    expect_equal "$(on "$guest" sh -c 'for try in 1 2 3 4 5 6 7 8 9 10; do
      found=$(ss -Hltn "sport >= 3000 and sport <= 3999"; pgrep -l "^(socat|nc|mbuffer)$"; pgrep -f "[w]atched()")
      [ -n "$found" ] || break; sleep 1; done; echo "$found"')" '' "what still listens or runs on $guest"
  done
}
# when_receiving SECONDS TEXT: sh does it on backup so long after zfs has begun to receive.
when_receiving() {
  # shellcheck disable=SC2016 # expanded in the guest
  on backup sh -c '(until ps -C zfs -o args= | grep -q "^zfs recv"; do sleep 0.1; done; sleep "$1"; eval "$2") >/dev/null 2>&1 </dev/null &' when_receiving "$@"
}
token() { on backup zfs get -H -o value receive_resume_token "$copy"; }
eventually_token() {
  local try
  for try in {1..20}; do
    [[ $(token) != 1-* ]] || return 0
    sleep 1
  done
  fail "there is nothing to resume after $try s"
}
new_data() { write_file source "$source_side" "file$1" "$2"; }
expect_copy() { # SNAPSHOT
  expect_equal "$(on backup zfs list -H -d 1 -t snapshot -o guid -s createtxg "$copy" | tail -n 1)" \
    "$(on source zfs get -H -o value guid "$source_side@$1")" "the guid of the newest copy after $1"
}

# Where backup reaches itself by ssh it can be the third place between two remote hosts.
on backup sh -ec 'cd /root/.ssh
  cat id_ed25519.pub >>authorized_keys
  sed "s/^/backup /" /etc/ssh/ssh_host_ed25519_key.pub >>known_hosts'
on source zfs create -o autobackup:test=true "$source_side"
on backup zfs create backup/copies
day=0
# round [HELPER] GUEST ARG…: something new, and a backup of it on the next day of the month.
round() {
  day=$((day + 1))
  new_data "$day" 2000000
  at_time "$(printf '2025-03-%02d 12:00' "$day")" "$@" --keep-source=2 --keep-target=2 test backup/copies
  expect_copy "$(printf 'test-202503%02d120000' "$day")"
}

# --- By root: pull, push, and from host to host ---
round same_as_script backup backup --ssh-source source --transport=tcp
expect_contains "$said" 'UNENCRYPTED'
expect_same_content "$source_side@test-20250301120000" "$copy@test-20250301120000"
round also_as_script source backup --ssh-target backup --transport=mbuffer --compress=zstd-fast --rate=50M
both=(backup backup --ssh-source source --ssh-target backup)
round also_as_script "${both[@]}" --transport=tcp --buffer=8M
round same_as_script "${both[@]}" --direct=push
round also_as_script "${both[@]}" --direct=pull --buffer=8M
nobody_listens

# --- OpenBSD's nc connects as well, IPv6, and a tree by sync ---
on source mv /usr/bin/socat /usr/bin/socat.away
wire=$(on backup ip -o -4 addr show | awk '/ 10\.77\.0\./ { print $2 }')
addresses=() # by IPv6 where the kernel has it; transport.connections_of_hosts shows it everywhere
if on backup test -e /proc/net/if_inet6; then
  on source ip -6 addr add fd77::1/64 dev "$wire" nodad
  on backup ip -6 addr add fd77::2/64 dev "$wire" nodad
  addresses=(--listen-address fd77::2 --peer-address fd77::1)
fi
round zw_on backup backup --ssh-source source --transport=tcp "${addresses[@]}"
on source mv /usr/bin/socat.away /usr/bin/socat
zw_ends 0 backup sync --transport=tcp -d1 "root@source:$source_side" backup/synced
expect_equal "$(on backup zfs list -H -t snapshot -o guid backup/synced | sort)" "$(on source zfs list -H -t snapshot -o guid "$source_side" | sort)"

# --- Cut in the middle: ended by the idle limit, and resumed ---
new_data big 5000000
# What goes to source gets lost: a wrong address on the wire. (A device that is taken down does not come back everywhere.)
when_receiving 2 "ip neigh replace 10.77.0.1 lladdr 52:54:00:77:00:99 dev $wire nud permanent; sleep 9; ip neigh del 10.77.0.1 dev $wire"
at_time '2025-03-20 12:00' zw_ends 1 backup backup --ssh-source source --transport=tcp --rate=1M --idle-timeout=4s test backup/copies
# Whose end is noticed first is chance: the ssh that the commands go by is cut, too.
[[ $said == *'nothing has come for 4 s (--idle-timeout)'* || $said == *'ssh to source failed'* ]] || fail "it does not say why: $said"
[[ $(token) == 1-* ]] || fail "there is nothing to resume"
at_time '2025-03-21 12:00' also_as_script backup backup --ssh-source source --transport=tcp --verbose test backup/copies
expect_contains "$said" 'tank/my data@test-20250320120000: resuming'

# --- Killed in the middle: the other hosts end it by themselves ---
day=21
for way in '--transport=mbuffer' '--direct=push'; do
  day=$((day + 1))
  new_data big 12000000
  # A busy guest takes its time to begin; what has come is on its pool with the transaction group, after 5 s at most.
  # shellcheck disable=SC2016 # expanded in the guest
  when_receiving 7 'kill -KILL $(pidof zwinnow)'
  ! at_time "2025-03-$day 12:00" zw_on "${both[@]}" "$way" --rate=1M test backup/copies || fail "nobody killed it"
  nobody_listens
  eventually_token
  at_time "2025-03-$day 13:00" zw_ends 0 "${both[@]}" "$way" --verbose --no-snapshot test backup/copies
  expect_contains "$said" "tank/my data@test-202503${day}120000: resuming"
  expect_copy "test-202503${day}120000"
done
expect_same_content "$source_side@test-20250323120000" "$copy@test-20250323120000"

# --- By a user who is not root ---
make_user keeper
on backup sh -c 'cat /home/keeper/.ssh/id_ed25519.pub >/home/keeper/.ssh/authorized_keys; chown keeper /home/keeper/.ssh/*
  sed "s/^/backup /" /etc/ssh/ssh_host_ed25519_key.pub >>/home/keeper/.ssh/known_hosts'
allow_as_printed --ssh-source keeper@source test backup/copies
day=26
round as_user keeper zw_on backup backup --ssh-source keeper@source --transport=tcp
round as_user keeper zw_on backup backup --ssh-source keeper@source --ssh-target keeper@backup --direct=pull

# --- From a third host: this one, which reaches both guests by ports that mean nothing to them ---
if [[ -x ${ZWINNOW_BINARY:-} ]]; then
  third() {
    XDG_RUNTIME_DIR=$(mktemp -d) "$ZWINNOW_BINARY" backup --ssh-config "$ZWINNOW_LAB/ssh_config" --ssh-source source --ssh-target backup "$@"
  }
  new_data third 200000
  third --transport=tcp --listen-address 10.77.0.2 --peer-address 10.77.0.1 --no-thinning test backup/copies
  newest=$(on source zfs list -H -d 1 -t snapshot -o name -s createtxg "$source_side" | tail -n 1)
  expect_copy "${newest#*@}"
fi
nobody_listens
