# Streams that do not pass through zwinnow, and what may go wrong with them: others who connect, stages that fail, a stream that breaks off
# or hangs, a run that is ended or killed. Nothing of it goes on, and the next run puts it right.
make_job tank/data 'tank/my docs'
at '2026-03-01 12:00:00'
pull
write source tank/data
write source 'tank/my docs'
at '2026-03-02 12:00:00'
remember changed
# mbuffer cannot say from which of its addresses it connects: here that is always the same.
way_of_mbuffer=(--transport=mbuffer --peer-address 127.0.0.1)

# --- Others who connect: refused, and the next run does it ---
# A socat that misbehaves from its Nth connection on; before come the tries.
mkdir "$WORK/bin"
cat > "$WORK/bin/socat" << 'SOCAT'
#!/bin/bash
for a; do case $a in TCP4:*) to=${a%%,*} ;; esac; done
if [[ -n ${to:-} ]]; then
  echo >> "$WORK/connections"
  (($(wc -l < "$WORK/connections") <= ${GOOD:-1})) || . "$WORK/misbehave"
fi
exec /usr/bin/socat "$@"
SOCAT
chmod +x "$WORK/bin/socat"
misbehaving() { # TEXT CMD…
  echo "$1" > "$WORK/misbehave"
  rm -f "$WORK/connections"
  recall changed
  PATH=$WORK/bin:$PATH "${@:2}"
}
recovers() {
  pull --transport=tcp
  expect_status 0
  expect_snapshots backup backup/server1/tank/data "$(days 1 2)"
}
# shellcheck disable=SC2016 # for the other socat
{
  misbehaving '{ printf %064d 0; tail -c +65; } | /usr/bin/socat "$@"; exit' pull --transport=tcp
  expect_status 2
  expect_err '! [Source] tank/data: FAILED: tcp: the connection did not begin with the token of this run, so nothing of it was received'
  expect_snapshots backup backup/server1/tank/data "$(days 1)"
  recovers
  misbehaving 'cat > /dev/null; : | /usr/bin/socat "$@"; exit' pull --transport=tcp
  expect_status 2
  expect_err '! [Source] tank/data: FAILED: tcp: the connection ended before its token came'
  recovers
  # Somebody without the token from an address that is let in comes first; then somebody from another one.
  misbehaving 'sleep 0.5 | /usr/bin/socat -u STDIN $to,bind=127.0.0.2 & sleep 0.2' pull --transport=tcp
  expect_status 2
  expect_snapshots backup backup/server1/tank/data "$(days 1)"
  recovers
  misbehaving 'echo stranger | /usr/bin/socat -u STDIN $to,bind=127.0.0.77' pull --transport=tcp
  expect_status 0
  expect_snapshots backup backup/server1/tank/data "$(days 1 2)"
  # Nobody gets through.
  GOOD=0 misbehaving 'exec /usr/bin/socat -d -d -u STDIN TCP4:127.0.0.1:3999' pull --transport=tcp --port-range=3000-3998
  expect_status 255
  expect_err 'no stream gets from the source to the target: tcp: 127.0.0.1 port 3'
  expect_err 'Connection refused'
  expect_unchanged changed
}

# --- What fails on either host ---
for way in --transport=tcp --direct=push; do
  zw_through() { zw_on middle backup --ssh-source source --ssh-target backup "$way" "$@" offsite1 backup/server1; }
  recall changed
  FAKE_ZFS_FAULT='zfs send *tank/data@*:1:cannot send: no luck' zw_through --buffer 1M
  expect_status 1
  expect_err '! [Source] tank/data: FAILED: zfs: cannot send: no luck (exit 1)'
  expect_snapshots backup 'backup/server1/tank/my docs' "$(days 1 2)"
  recall changed
  FAKE_ZFS_FAULT='zfs recv *tank/data:1:cannot receive: out of space' zw_through
  expect_status 1
  expect_err '! [Source] tank/data: FAILED: zfs: cannot receive: out of space (exit 1)'
  recall changed
  zw_through --send-pipe 'sh -c "cat; exit 3"'
  expect_err 'FAILED: sh: exit 3'

  for fault in 'killmid:zfs send *tank/data@*' 'kill:zfs recv *tank/data'; do
    recall changed
    FAKE_ZFS_FAULT=$fault zw_through
    expect_status 1
    expect_err '! [Source] tank/data: FAILED: zfs: '
    recovers
  done

  # One that breaks off is resumed the same way.
  recall changed
  FAKE_ZFS_FAULT='cut@60000:zfs send *tank/data@*:1:cannot send: broken off' zw_through
  expect_status 1
  [[ $(on backup zfs get -Hp -o value receive_resume_token backup/server1/tank/data) == 1-* ]] || fail "no token with $way"
  zw_through --verbose --no-snapshot
  expect_status 0
  expect_out 'tank/data@offsite1-20260302120000: resuming'
  expect_snapshots backup backup/server1/tank/data "$(days 1 2)"
done

# --- One that sends no more ---
recall changed
FAKE_ZFS_FAULT='hang:zfs send *tank/data@*' start_zw source backup --ssh-target backup --transport=tcp --idle-timeout=1s offsite1 backup/server1
finish
expect_status 1
expect_err '! [Source] tank/data: FAILED: tcp: 127.0.0.3 port 3'
expect_err ': nothing has come for 1 s (--idle-timeout)'
eventually is_alone
expect_snapshots backup 'backup/server1/tank/my docs' "$(days 1 2)"
recovers

# --- A run that is ended, or killed, in the middle of a stream: nothing of it goes on, and the next run does the rest ---
turn=0
for way in --transport=tcp "${way_of_mbuffer[*]}" --direct=pull; do
  for signal in TERM KILL; do
    for place in 'zfs send *tank/data@*' 'zfs recv *tank/data'; do
      taken "$((turn++))" || continue
      recall changed
      # shellcheck disable=SC2086 # words
      FAKE_ZFS_FAULT="stop:$place" start_zw middle backup --ssh-source source --ssh-target backup $way offsite1 backup/server1
      once_idle
      kill "-$signal" "$started"
      go_on
      finish 2> /dev/null
      eventually is_alone
      recovers
    done
  done
  turn=$((turn + 1)) # another place for the next way
done
