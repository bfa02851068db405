# What streams need that do not pass through zwinnow is looked for, and tried, before anything is changed: programs, addresses, ports, an ssh
# from one host to the other; and what that costs.
make_job tank/data 'tank/my docs'
at '2026-03-01 12:00:00'
pull
write source tank/data
write source 'tank/my docs'
at '2026-03-02 12:00:00'
remember changed

# --- The cost: the sessions of ssh for a stream are as many, and one more asks whether the way is open ---
sessions() { # ARG…: of a run with two changed datasets
  recall changed
  : > "$WORK/sessions"
  FAKE_SSH_LOG=$WORK/sessions "$@"
  expect_status 0
  wc -l < "$WORK/sessions"
}
by_ssh=$(sessions pull --buffer 1M)
zfs_commands=$(commands source 'zfs ')
expect_equal "$(sessions pull --buffer 1M --transport=tcp)" "$((by_ssh + 1))" "sessions with --transport=tcp"
expect_equal "$(commands source 'zfs ')" "$zfs_commands" "commands on the source"

# --- Looked for before anything is changed ---
recall changed
remember
mkdir "$WORK/few"
ln -s /usr/bin/* "$WORK/few"
rm -f "$WORK"/few/{socat,socat1,nc,nc.openbsd,netcat,mbuffer}
without() { PATH=$FAKE_BIN:$WORK/few "$@"; }
without pull --transport=tcp
expect_refusal 'socat' ' found on ' ': install the package socat there, or use another --transport'
if command -v nc.openbsd > /dev/null; then
  ln -s "$(command -v nc.openbsd)" "$WORK/few/nc"
  without pull --transport=tcp
  expect_refusal '[Target] socat not found on this host: install the package socat there'
  rm "$WORK/few/nc"
fi
without pull --transport=mbuffer
expect_refusal 'mbuffer not found on ' ': install the package mbuffer there, or leave out the option that needs it (--transport'
FAKE_SSH_CONNECTION='' pull --transport=tcp
expect_refusal 'its address is not known' '--listen-address'
FAKE_SSH_CONNECTION='127.0.0.1 5 127.0.0.2,fork 22' pull --transport=tcp
expect_refusal 'its address is not known'
pull --transport=tcp --listen-address 192.0.2.1
expect_refusal 'no stream gets from the source to the target: tcp: 192.0.2.1 port 3' 'Cannot assign requested address'
pull --transport=tcp --listen-address ::1
expect_refusal '[Target] its address ::1 cannot be reached from 127.0.0.2' '--peer-address'
FAKE_SSH_FAIL='backup:255:root@backup: Permission denied (publickey).' zw_on source backup --ssh-target backup --direct=push offsite1 backup/server1
expect_status 255
recall
cat > "$WORK/only-from-here" << 'SSH'
#!/bin/sh
# Nobody but zwinnow's host is let in anywhere.
case ${FAKE_ZFS_HOST:-} in middle) exec "$FAKE_BIN/ssh" "$@" ;; esac
echo 'root@there: Permission denied (publickey).' >&2
exit 255
SSH
chmod +x "$WORK/only-from-here"
mkdir "$WORK/strict"
ln -s "$WORK/only-from-here" "$WORK/strict/ssh"
PATH=$WORK/strict:$PATH zw_on middle backup --ssh-source source --ssh-target backup --direct=push offsite1 backup/server1
expect_refusal 'no stream gets from the source to the target: ssh to backup from source failed: root@there: Permission denied' \
  'test with: ssh -o BatchMode=yes source ssh -o BatchMode=yes backup true'

# --- Addresses: by IPv6, and given ---
recall changed
FAKE_SSH_CONNECTION='::1 50000 ::1 22' pull --transport=tcp
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 1 2)"
recall changed
FAKE_SSH_CONNECTION='' pull --transport=tcp --listen-address 127.0.0.9 --peer-address 127.0.0.1
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 1 2)"
recall changed
zw_on middle backup --ssh-source source --ssh-target backup --transport=tcp --port-range=3900 --direct=push offsite1 backup/server1
expect_status 0

# --- Ports that are others' ---
recall changed
socat -u TCP4-LISTEN:3801,bind=127.0.0.1 STDOUT &
other=$!
eventually grep -q ' 0100007F:0ED9 .* 0A ' /proc/net/tcp
pull --transport=tcp --port-range=3801-3802 --jobs 1
expect_status 0
recall changed
pull --transport=tcp --port-range=3801
expect_status 255
expect_err 'no port from 3801 to 3801 is free on 127.0.0.1 (--port-range)'
expect_unchanged changed
kill "$other"

