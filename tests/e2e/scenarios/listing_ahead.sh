# The target's snapshots are listed beside the datasets: what is said, and what is left, when that or the other fails.
make_job tank/data
each_day 1 1 tank/data pull
write source tank/data
at '2026-03-02 12:00:00'
remember

# It hangs: a run that ends for another reason does not wait for it.
# ends_at_once TEXT HOST ARG…: of zwinnow there.
ends_at_once() {
  start_zw "${@:2}" offsite1 backup/server1
  finish
  expect_status 255
  expect_equal "$(cat "$WORK/err")" "$1" "what it said"
  eventually is_alone
}
export FAKE_ZFS_FAULT='hang:backup zfs list *'
on source zfs inherit autobackup:offsite1 tank
nothing="! No source filesystems selected, please do a 'zfs set autobackup:offsite1=true' on the source datasets you want to select."
ends_at_once "$nothing" backup backup --ssh-source source
ends_at_once "$nothing" source backup --ssh-target backup
recall
export FAKE_ZFS_FAULT='hang:backup zfs list *;source zfs get *:1:no luck'
ends_at_once '! [Source] cannot read the datasets: zfs: no luck (exit 1)' backup backup --ssh-source source
unset FAKE_ZFS_FAULT

# It fails: nothing is decided without it but what to snapshot.
FAKE_ZFS_FAULT='backup zfs list *:1:cannot list: no luck' pull
expect_no_target 'Target' 'cannot read the snapshots' 'no luck'
FAKE_ZFS_FAULT='backup zfs list *:1:cannot list: no luck' push --test
expect_status 255
expect_err '[Target] cannot read the snapshots'
expect_unchanged

# A target that is far away is asked over one connection; what opens it goes alone. Round trips last until all is idle.
mkdir "$WORK/bin"
printf '#!/bin/sh\nkill -STOP $$\n' > "$WORK/bin/sleep"
chmod +x "$WORK/bin/sleep"
export FAKE_SSH_LOG=$WORK/connections FAKE_SSH_DELAY=1
: > "$FAKE_SSH_LOG"
PATH=$WORK/bin:$PATH start_zw source backup --ssh-target backup offsite1 backup/server1
once_idle
expect_equal "$(wc -l < "$FAKE_SSH_LOG")" 1 "commands before there is a connection"
each_time_idle :
expect_status 0
unset FAKE_SSH_LOG FAKE_SSH_DELAY
recall

# With --destroy-missing what was written is read before the snapshots, as it always was: whoever does both in between is seen.
zw backup --ssh-source source --destroy-missing=1d offsite1 backup/server1
expect_status 0
before=$(grep -n 'zfs get .*backup/server1$' "$FAKE_ZFS_LOG" | cut -d : -f 1)
after=$(grep -n 'zfs list -Hpr .*backup/server1$' "$FAKE_ZFS_LOG" | cut -d : -f 1)
((before < after)) || fail "the snapshots were listed first"
