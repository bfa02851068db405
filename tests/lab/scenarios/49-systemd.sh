#!/bin/bash
# The systemd units, run by a real systemd on real pools: a service that backs up what /etc/zwinnow/NAME.conf says, and leaves
# the host's mounts as a run by hand does; a run that was missed while the host was off, caught up; a failure that is told.
# shellcheck disable=SC2016 # expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

units=$(dirname "$0")/../../../packaging/systemd
put() { on backup sh -c 'cat >"$1"' put "$1"; }
for unit in zwinnow@.service.in zwinnow@.timer zwinnow-failed@.service; do
  sed 's,@CMAKE_INSTALL_FULL_BINDIR@,/usr/local/bin,' "$units/$unit" | put "/etc/systemd/system/${unit%.in}"
done
on backup mkdir -p /etc/zwinnow
printf '%s\n' '# pulled each night' 'ssh-source = source' 'backup-name = offsite1' 'target-path = backup/server1' 'strip-path = 1' 'status-dir = /var/lib/zwinnow' \
  'log-file = /var/log/zwinnow/offsite1.log' | put /etc/zwinnow/offsite1.conf
on backup chmod 644 /etc/zwinnow/offsite1.conf
on backup systemctl daemon-reload
expect_equal "$(on backup systemctl is-enabled zwinnow@offsite1.timer || :)" disabled "an installation enables nothing"

on source zfs create tank/data
write_file source tank/data letters 100000 >/dev/null
on source zfs set autobackup:offsite1=true tank/data
on backup zfs create backup/server1

# The file is checked, then the service runs. What it mounts, the host sees; for that the directory must be there.
on backup mkdir /backup/server1/data
expect_contains "$(on backup zwinnow backup --config offsite1 --test)" 'TEST MODE'
on backup systemctl start zwinnow@offsite1.service
expect_same_content "tank/data@$(on source zfs list -H -o name -s createtxg -t snapshot tank/data | tail -n 1 | sed 's/.*@//')" \
  "backup/server1/data@$(on backup zfs list -H -o name -s createtxg -t snapshot backup/server1/data | tail -n 1 | sed 's/.*@//')"
expect_equal "$(on backup zfs get -H -o value mounted backup/server1/data)" yes "what zfs says of the copy: $(on backup cat /var/log/zwinnow/offsite1.log)"
on backup sh -c 'grep -q " $(zfs get -H -o value mountpoint backup/server1/data) zfs " /proc/self/mounts' || fail "the copy is mounted where the host does not see it"
expect_equal "$(on backup ls /var/lib/zwinnow)" 'offsite1@backup+server1.json' "the state of the run"
expect_contains "$(on backup cat /var/log/zwinnow/offsite1.log)" 'ended: ok, exit code 0'
on backup test -d /run/zwinnow

# A host that was off at half past two: the timer has last run two days ago. Its start, as a boot does it, runs the backup.
on backup sh -c 'mkdir -p /etc/systemd/system/zwinnow@offsite1.timer.d
  printf "[Timer]\nRandomizedDelaySec=0\n" >/etc/systemd/system/zwinnow@offsite1.timer.d/now.conf
  systemctl daemon-reload
  mkdir -p /var/lib/systemd/timers
  touch -d "2 days ago" /var/lib/systemd/timers/stamp-zwinnow@offsite1.timer'
write_file source tank/data missed 50000 >/dev/null
before=$(on backup zfs list -H -o name -t snapshot backup/server1/data | wc -l)
on backup systemctl start zwinnow@offsite1.timer
# shellcheck disable=SC2016
on backup timeout 300 sh -c 'until [ "$(zfs list -H -o name -t snapshot backup/server1/data | wc -l)" -gt "$1" ] && [ "$(systemctl show -P ActiveState zwinnow@offsite1.service)" = inactive ]; do sleep 0.5; done' wait "$before" ||
  fail "what was missed is not caught up: $(on backup systemctl status zwinnow@offsite1.timer zwinnow@offsite1.service || :)"
expect_equal "$(on backup systemctl show -P Result zwinnow@offsite1.service)" success "how it ended"

# Started again, nothing is missed: the next run is tonight's.
on backup systemctl restart zwinnow@offsite1.timer
on backup sh -c 'test "$(date -d "$(systemctl show -P NextElapseUSecRealtime zwinnow@offsite1.timer)" +%s)" -gt "$(date +%s)"' || fail "the timer runs it again"
expect_contains "$(on backup systemctl list-timers --all --no-pager)" 'zwinnow@offsite1.timer'

# A failure is told: in the marker, in the journal, by the unit for it.
on source zfs inherit autobackup:offsite1 tank/data
expect_status 1 on backup systemctl start zwinnow@offsite1.service 2>/dev/null
expect_contains "$(on backup cat '/var/lib/zwinnow/ERROR_offsite1@backup+server1')" 'could not be done'
on backup timeout 60 sh -c 'until systemctl show -P ExecMainExitTimestampMonotonic zwinnow-failed@offsite1.service | grep -qv "^0$"; do sleep 0.5; done' ||
  fail "nobody is told of the failure"
expect_equal "$(on backup systemctl show -P Result zwinnow-failed@offsite1.service)" success "the unit that tells it"
on backup systemctl stop zwinnow@offsite1.timer
