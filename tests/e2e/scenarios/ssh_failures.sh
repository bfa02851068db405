# ssh that does not get through: one line with what ssh said and how to test it; nothing is changed. A connection that is lost in the middle.
make_job tank/data
at '2026-03-01 12:00:00'
write source tank/data
remember

# unreachable TEXT-OF-SSH WANTED…
unreachable() {
  local said=$1
  shift
  for host in source '*'; do
    FAKE_SSH_FAIL="$host:255:$said" pull
    expect_refusal '[Source]' 'ssh to source failed' "$@"
  done
  FAKE_SSH_FAIL="backup:255:$said" push --keep-source=0
  expect_no_target '[Target]' 'ssh to backup failed'
}
unreachable 'ssh: connect to host source port 22: Connection refused' 'Connection refused' 'ssh -o BatchMode=yes source true'
unreachable 'ssh: connect to host source port 22: Connection timed out' 'Connection timed out' 'ssh -o BatchMode=yes source true'
unreachable 'ssh: Could not resolve hostname source: Name or service not known' 'Could not resolve hostname' 'check the spelling'
unreachable 'root@source: Permission denied (publickey,password).' 'Permission denied (publickey,password)' 'without a password'
unreachable "$(printf '%s\n' '@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@' '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @' \
  '@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@' 'IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!' \
  'Host key for source has changed and you have requested strict checking.' 'Host key verification failed.')" 'host key' 'ssh-keygen -R'
unreachable 'Host key verification failed.' 'host key' 'ssh-keygen -R'
unreachable 'client_loop: send disconnect: Broken pipe' 'the connection was lost'
unreachable '' 'it said nothing'

# zfs is not there.
mkdir "$WORK/empty"
for program in sh grep sed env cat; do ln -s "$(command -v "$program")" "$WORK/empty/$program"; done
printf '#!/bin/sh\nPATH=%s exec sh "$@"\n' "$WORK/empty" > "$WORK/shell"
chmod +x "$WORK/shell"
if ! (PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/sbin command -v zfs > /dev/null); then
  FAKE_LOGIN_SHELL=$WORK/shell pull
  expect_refusal '[Source]' 'zfs' 'not found'
fi

# ssh's own settings are asked first; no password is ever asked for, and what the user has set counts.
FAKE_SSH_LOG=$WORK/connections pull --verbose
expect_status 0
expect_out '  [Source] SSH to: source'
zw backup --debug --test --ssh-source source offsite1 backup/server1
expect_out 'BatchMode=yes'
expect_out 'ServerAliveInterval=30'
expect_out 'ServerAliveCountMax=4'
expect_out 'ConnectTimeout=10'
printf '%s\n' 'host source' 'hostname source' 'controlmaster auto' 'controlpath /x' 'controlpersist yes' 'connecttimeout 3' 'serveraliveinterval 7' \
  'serveralivecountmax 2' > "$WORK/settings"
FAKE_SSH_G=$WORK/settings zw backup --debug --test --ssh-source source offsite1 backup/server1
expect_status 0
expect_no_out ServerAlive
expect_no_out ConnectTimeout
expect_no_out ControlPath
echo 'Host source' > "$WORK/ssh_config"
zw backup --debug --test --ssh-source source --ssh-config "$WORK/ssh_config" offsite1 backup/server1
expect_out "  [Source] Using custom SSH config: $WORK/ssh_config"
expect_out "ssh -F $WORK/ssh_config"

# Lost during the stream, and during a hold: that dataset has failed, and the next run goes on.
at '2026-03-02 12:00:00'
write source tank/data
FAKE_ZFS_FAULT='source zfs send *:255:client_loop: send disconnect: Broken pipe' pull
expect_status 1
expect_err 'FAILED: ssh to source failed'
FAKE_ZFS_FAULT='source zfs hold *:255:client_loop: send disconnect: Broken pipe' pull
expect_status 1
expect_err 'FAILED: ssh to source failed'
at '2026-03-03 12:00:00'
write source tank/data
pull
expect_status 0
expect_holds source tank/data "tank/data@$(days 3) zfs_autobackup:offsite1"
[[ -z $(find "$WORK" -maxdepth 1 -name 'zwinnow-*') ]] || fail "a folder for the connection is left"
