# A transfer that breaks off: the run fails, the next one goes on where it stopped. A partial receive that is no good is given up with the
# reason, whoever left it.
make_job tank/data
write source tank/data
token_of() { on backup zfs get -Hp -o value receive_resume_token "$1"; }
cut='cut@60000:zfs send *tank/data@*:1:cannot send: broken pipe'
resuming='zfs send.*-t 1-'
# From what is remembered: the transfer of a fourth day breaks off.
break_off() {
  recall
  write source tank/data
  at '2026-03-04 12:00:00'
  FAKE_ZFS_FAULT=$cut pull
}

at '2026-03-01 12:00:00'
FAKE_ZFS_FAULT=$cut pull
expect_status 1
expect_err '! [Source] tank/data: FAILED:'
[[ $(token_of backup/server1/tank/data) == 1-* ]] || fail "no token"
expect_holds source tank "tank@$(days 1) zfs_autobackup:offsite1"
at '2026-03-01 12:10:00'
pull --verbose
expect_status 0
expect_out "  [Source] tank/data@$(days 1): resuming"
expect_out "  [Source] tank/data@$(days 1): -> backup/server1/tank/data"
expect_ran source "$resuming"
expect_equal "$(token_of backup/server1/tank/data)" - "the token afterwards"
expect_snapshots backup backup/server1/tank/data "$(days 1)"
expect_ran backup 'zfs list -H -o canmount,mounted.*backup/server1/tank/data' # it is one of those that may be mounted

# An increment; by a script too. What is new meanwhile comes after it.
at '2026-03-02 12:00:00'
write source tank/data
FAKE_ZFS_FAULT=$cut pull
expect_status 1
expect_snapshots backup backup/server1/tank/data "$(days 1)"
write source tank/data
at '2026-03-03 12:00:00'
same_as_script backup --ssh-source source --keep-source=1 --keep-target=10 offsite1 backup/server1
grep -q -e '-t 1-' "$WORK/script" || fail "the script does not resume"
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3)"
expect_snapshots source tank/data "$(days 3)"
expect_equal "$(token_of backup/server1/tank/data)" - "the token afterwards"
remember

# Its snapshot is no longer wanted, by the target's schedule.
write source tank/data
at '2026-03-04 12:00:00'
FAKE_ZFS_FAULT=$cut pull
write source tank/data
at '2026-03-05 12:00:00'
pull --verbose --keep-target=1
expect_status 0
expect_out '  [Target] backup/server1/tank/data: Aborting resume, we dont want that snapshot anymore.'
expect_ran backup 'zfs recv -A backup/server1/tank/data'
expect_not_ran source "$resuming"
expect_snapshots backup backup/server1/tank/data "$(days 5)"

# Its snapshot is gone on the source.
break_off
on source zfs destroy "tank/data@$(days 4)"
write source tank/data
at '2026-03-05 12:00:00'
pull --verbose
expect_status 0
expect_out '  [Target] backup/server1/tank/data: Aborting resume, its snapshot is no longer on the source'
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 5)"

# And nothing else is to be sent.
break_off
on source zfs destroy "tank/data@$(days 4)"
pull --no-snapshot --verbose
expect_status 0
expect_out '  [Target] backup/server1/tank/data: Aborting resume, its obsolete.'
expect_equal "$(token_of backup/server1/tank/data)" - "the token afterwards"

# Somebody else has aborted it meanwhile: that is what was wanted.
break_off
on source zfs destroy "tank/data@$(days 4)"
pull --pre-snapshot-cmd 'FAKE_ZFS_HOST=backup FAKE_ZFS_LOG= zfs recv -A backup/server1/tank/data' --allow-empty
expect_status 0
expect_ran backup 'zfs recv -A backup/server1/tank/data'
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4)"

# It cannot be aborted: the message says what to do.
break_off
on source zfs destroy "tank/data@$(days 4)"
FAKE_ZFS_FAULT='zfs recv -A*:1:cannot destroy: dataset is busy' pull
expect_status 1
expect_err 'zfs recv -A backup/server1/tank/data'

# A stream that turns out never to be resumed: it starts over at once. What may pass by itself keeps the token.
break_off
remember partly
for why in "cannot resume send: 'tank/data@x' used in the initial send no longer exists" 'cannot resume send: resume token is corrupt (nvlist decompression failed)' \
  'cannot resume send: incremental source 0x1234 no longer exists'; do
  recall partly
  FAKE_ZFS_FAULT="zfs send *-t 1-*:1:$why" pull --no-snapshot --verbose
  expect_status 0
  expect_out 'NOTE: [Target] backup/server1/tank/data: its partial receive cannot be finished: '
  expect_out '  [Target] backup/server1/tank/data: Aborting resume, it is sent from the start.'
  expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4)"
  expect_equal "$(token_of backup/server1/tank/data)" - "the token afterwards"
done
for why in 'cannot resume send: permission denied' 'warning: cannot send: Broken pipe' 'internal error: out of space'; do
  recall partly
  FAKE_ZFS_FAULT="zfs send *-t 1-*:1:$why" pull --no-snapshot
  expect_status 1
  expect_not_ran backup 'zfs recv -A'
  [[ $(token_of backup/server1/tank/data) == 1-* ]] || fail "the token is gone after: $why"
done

# Another tool's: of a snapshot that this job does not send; then of one that it does.
recall
write source tank/data
on source zfs snapshot tank/data@foreign
send_partly() { FAKE_ZFS_HOST=source FAKE_ZFS_LOG='' FAKE_ZFS_FAULT=$cut zfs send "$@" 2> /dev/null | on backup zfs recv -s -u backup/server1/tank/data 2> /dev/null || :; }
send_partly -i "@$(days 3)" tank/data@foreign
[[ $(token_of backup/server1/tank/data) == 1-* ]] || fail "no token"
at '2026-03-04 12:00:00'
same_as_script backup --ssh-source source offsite1 backup/server1
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4)"
recall
write source tank/data
on source zfs snapshot "tank/data@$(days 4)"
send_partly -i "@$(days 3)" "tank/data@$(days 4)"
at '2026-03-04 13:00:00'
pull --verbose
expect_status 0
expect_out "  [Source] tank/data@$(days 4): resuming"
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4)"

# The parent broke off: its children wait for the next run, which does both.
on source zfs create -p tank/parent/child
write source tank/parent
at '2026-03-05 12:00:00'
FAKE_ZFS_FAULT='cut@60000:zfs send *tank/parent@*' pull
expect_status 2
expect_err '! [Source] tank/parent/child: FAILED: its parent tank/parent could not be received'
at '2026-03-05 12:10:00'
pull
expect_status 0
expect_snapshots backup backup/server1/tank/parent/child "$(days 5)"

# A partial first receive that is no good is thrown away, and the dataset received anew.
on source zfs create tank/late
write source tank/late
at '2026-03-06 12:00:00'
FAKE_ZFS_FAULT='cut@60000:zfs send *tank/late@*' pull
expect_status 1
on source zfs destroy "tank/late@$(days 6)"
at '2026-03-07 12:00:00'
same_as_script backup --ssh-source source offsite1 backup/server1
expect_snapshots backup backup/server1/tank/late "$(days 7)"
