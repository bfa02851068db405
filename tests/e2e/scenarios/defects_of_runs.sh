# What zfs-autobackup gets wrong about a run as a whole: what ends it, what it does not tell, when it finds out.
make_job tank/data tank/other
each_day 1 3 tank/data pull
at '2026-03-04 12:00:00'
write source tank/data
write source tank/other
remember

# Defect of the original: failures that leave the exit code at 0
for fault in 'zfs destroy *tank/data@*' 'zfs hold *' 'zfs release *'; do
  recall
  FAKE_ZFS_FAULT="$fault:1:cannot do it: no luck" pull --keep-source=1 --keep-target=1
  ((status >= 1 && status <= 2)) || fail "status $status after $fault failed"
  expect_err '! [Source] tank/data: FAILED:'
  expect_err 'no luck'
done

# Defect of the original: one bad property value ends the run
recall
on source zfs create tank/bad
on source zfs set autobackup:offsite1=yes tank/bad
pull
expect_status 1
expect_err "! [Source] tank/bad: FAILED: autobackup:offsite1 has illegal value: 'yes'"
expect_exists backup "backup/server1/tank/data@$(days 4)"

# Kept from the original: one failing pre-command ends the run
# Without it the snapshots are not what was asked for.
recall
pull --pre-snapshot-cmd false
expect_refusal 'pre-snapshot-cmd failed' 'Nothing was snapshotted or sent.'

# Defect of the original: a name clash, a network blip in the snapshot phase ends the run
recall
on source zfs snapshot "tank/data@$(days 4)"
write source tank/data
pull
expect_status 0
expect_out "NOTE: [Source] tank/data@$(days 4): exists already"
expect_exists backup "backup/server1/tank/other@$(days 4)"
recall
on source zpool create pool2 /dev/fake
on source zfs set autobackup:offsite1=true pool2
FAKE_ZFS_FAULT='zfs snapshot*tank*:255:client_loop: send disconnect: Broken pipe' pull
expect_status 2 # tank itself has not changed
expect_err '! [Source] tank/data: FAILED: it cannot be snapshotted: '
expect_exists backup "backup/server1/pool2@$(days 4)"

# Defect of the original: `--debug` changes behaviour
for debug in '' --debug; do
  recall
  # shellcheck disable=SC2086 # none or one
  FAKE_ZFS_FAULT='zfs send *tank/data@*:1:cannot send: no luck' pull $debug
  expect_status 1
  expect_exists backup "backup/server1/tank/other@$(days 4)"
done

# Defect of the original: wrong `--keep-target`, `--destroy-missing` are found after snapshots and transfers
recall
for option in --keep-target=1x --destroy-missing=30 --keep-source=1d1wfoo; do
  pull "$option"
  expect_refusal "${option%%=*}"
  expect_no_commands
done

# Defect of the original: ssh that fails: `Last command returned error`
FAKE_SSH_FAIL='source:255:ssh: connect to host source port 22: Connection refused' pull
expect_refusal '[Source]' 'ssh to source failed' 'Connection refused' 'ssh -o BatchMode=yes source true'

# Defect of the original: no timeouts
pull --debug --test
expect_status 0
for setting in ConnectTimeout=10 ServerAliveInterval=30 ServerAliveCountMax=4 BatchMode=yes; do expect_out "$setting"; done

# Defect of the original: no lock
export FAKE_ZFS_FAULT='hang:zfs send *tank/data*'
start_zw backup backup --ssh-source source offsite1 backup/server1
once_idle
unset FAKE_ZFS_FAULT
FAKE_ZFS_LOG=$WORK/commands-of-second pull
expect_status 255
expect_err 'another run of this job is under way'

# Defect of the original: Ctrl-C leaves remote processes to themselves
kill -INT "$started"
finish
expect_status 255
eventually is_alone
