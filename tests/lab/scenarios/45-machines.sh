#!/bin/bash
# What Hoster's users do all day, on real pools: snapshots of machines by their short names and by type, the four cron
# lines, the table, replication over ssh on another port with a limit of speed, two jobs at once and one that overlaps
# itself, a target that is off, an encrypted machine, the way back to a snapshot, and a new home when the host is dead.
# shellcheck disable=SC2016 # expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

vms=tank/vm-encrypted
on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key $vms
for vm in test-vm-1 test-vm-0105; do
  on source zfs create $vms/$vm
  on source zfs create -s -V 16M $vms/$vm/disk0
  write_file source $vms/$vm settings 1000
  write_disk source $vms/$vm/disk0 300000
done

# --- Snapshots: `hoster snapshot new NAME`, the cron lines, the table ---
at_time '2025-03-02 13:21' zw_on source snapshot new test-vm-1
expect_snapshots source $vms/test-vm-1 custom_2025-03-02_13-21-00
expect_snapshots source $vms/test-vm-0105
for at in 03T12:33 03T13:33 03T14:33 03T15:33; do
  at_time "2025-03-${at/T/ }" zw_on source snapshot -r $vms --stype hourly --keep 3
done
at_time '2025-03-04 04:05' zw_on source snapshot -r $vms --stype daily --keep 5
at_time '2025-03-05 05:05' zw_on source snapshot -r $vms --stype weekly --keep 3
at_time '2025-03-15 03:05' zw_on source snapshot -r $vms --stype monthly --keep 6
of_types=({hourly_2025-03-03_{13,14,15}-33,daily_2025-03-04_04-05,weekly_2025-03-05_05-05,monthly_2025-03-15_03-05}-00)
expect_snapshots source $vms/test-vm-1 custom_2025-03-02_13-21-00 "${of_types[@]}"
expect_snapshots source $vms/test-vm-0105/disk0 "${of_types[@]}"
table=$(on source zwinnow list test-vm-0105)
expect_contains "$table" "$vms/test-vm-0105"
expect_equal "$(grep -oE '(hourly|daily|weekly|monthly)_' <<<"$table" | uniq -c | sed 's/^ *//' | tr '\n' ' ')" '3 hourly_ 1 daily_ 1 weekly_ 1 monthly_ ' "oldest first"

on backup date -u -s "@$(on source date +%s)" >/dev/null

# --- Replication: everything in one run, raw, and the other side cannot read it ---
on backup sh -c 'grep -q "^Port 2222" /etc/ssh/sshd_config || printf "Port 22\nPort 2222\n" >>/etc/ssh/sshd_config; systemctl restart ssh'
port=$(on source sh -c 'ssh -G backup | sed -n "s/^hostname //p"')
on source sh -c 'printf "Host hoster-01\n  HostName %s\n  Port 2222\n  HostKeyAlias backup\n" "$1" >>/root/.ssh/config' config "$port"
to_hoster=(sync --rate 90M "$vms" hoster-01:backup/vm-encrypted)
zw_on source "${to_hoster[@]}"
expect_snapshots backup backup/vm-encrypted/test-vm-1 custom_2025-03-02_13-21-00 "${of_types[@]}"
expect_equal "$(on backup zfs get -H -o value keystatus backup/vm-encrypted/test-vm-1)" unavailable "the key on the other host"
if on backup zfs mount backup/vm-encrypted/test-vm-1 2>/dev/null; then fail "the holder of the copy reads it"; fi

# Cron starts it every five minutes, whatever became of the last one; another job runs beside it.
write_file source $vms/test-vm-1 large 6000000
on source zfs create tank/other
on source sh -c '(zwinnow sync --rate 1M "$1" hoster-01:backup/vm-encrypted; echo "status $?") >/root/first.log 2>&1 & echo $! >/run/first.pid' first $vms
sleep 3
zw_ends 255 source "${to_hoster[@]}"
expect_contains "$said" 'pid'
zw_ends 0 source sync tank/other hoster-01:backup/other
# shellcheck disable=SC2016 # expanded in the guest
on source sh -c 'while kill -0 "$(cat /run/first.pid)" 2>/dev/null; do sleep 0.2; done'
expect_contains "$(on source cat /root/first.log)" 'status 0'
zw_ends 0 source "${to_hoster[@]}" -v
expect_contains "$said" 'No changes anywhere'

# A target that is powered off is a clear error, and nothing is harmed.
on backup systemctl stop ssh
zw_ends 255 source "${to_hoster[@]}"
expect_contains "$said" 'hoster-01'
on backup systemctl start ssh

# --- Back to the most recent working snapshot: the machine is stopped and started ---
on source sh -c "printf '#!/bin/sh\necho \"\$1 \$ZWINNOW_DATASET\" >>/tmp/machine\n' >/root/machine; chmod +x /root/machine"
good=$vms/test-vm-0105/disk0@monthly_2025-03-15_03-05-00
before=$(content_of source $good)
write_disk source $vms/test-vm-0105/disk0 300000
at_time '2025-03-15 12:33' zw_on source snapshot $vms/test-vm-0105/disk0 --stype hourly --keep 3
zw_ends 255 source rollback $good --stop-cmd '/root/machine stop' --start-cmd '/root/machine start'
expect_contains "$said" 'Would be destroyed'
zw_on source rollback --keep $good --stop-cmd '/root/machine stop' --start-cmd '/root/machine start'
expect_equal "$(on source cat /tmp/machine | tr '\n' ' ')" "stop $vms/test-vm-0105/disk0 start $vms/test-vm-0105/disk0 " "the hooks"
expect_equal "$(on source sh -c 'udevadm settle; sha256sum <"$1" | cut -d" " -f1' sum /dev/zvol/$vms/test-vm-0105/disk0)" "${before%% *}" "the disk"

# --- The host is dead: the machines live on the other one ---
on source cat /root/key | on backup sh -c 'cat >/root/key'
on backup sh -c 'for ds in $(zfs list -H -o name -r backup/vm-encrypted); do [ "$(zfs get -H -o value encryptionroot "$ds")" != "$ds" ] || zfs load-key -L file:///root/key "$ds"; done'
zw handover --promote-only backup/vm-encrypted --start-cmd 'touch /root/started'
on backup test -e /root/started
expect_equal "$(on backup sh -c 'sha256sum </backup/vm-encrypted/test-vm-1/large')" "$(on source sh -c 'sha256sum <"$1/large"' sum /$vms/test-vm-1)" "a file of the machine"
expect_equal "$(on backup zfs get -H -o value -r -t filesystem,volume readonly backup/vm-encrypted | sort -u)" off "readonly"
