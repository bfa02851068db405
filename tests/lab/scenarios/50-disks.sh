#!/bin/bash
# Disks that are plugged in for a backup: two of them, with pools of one name, take turns. Each run imports the pool that
# is there, mounts nothing, and exports it again; each disk has its own base, and none is needed for the other to go on.
# What is not there, not to be chosen, or not to be had without force is said, and nothing is left imported.
# shellcheck disable=SC2016 # expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create tank/data
on source zfs set autobackup:usb=true tank/data
write_file source tank/data first 300000 >/dev/null

# Two disks, made elsewhere; a drawer, and the slot that they are put into.
on backup mkdir -p /root/drawer /root/slot
for disk in red blue; do
  on backup truncate -s 128M "/root/drawer/$disk"
  on backup zpool create -O canmount=off -O mountpoint=none usb "/root/drawer/$disk"
  on backup zfs create -o mountpoint=none usb/backup
  on backup zpool export usb
done
put_in() { on backup ln -sf "/root/drawer/$1" "/root/slot/$1"; }
take_out() { on backup rm "/root/slot/$1"; }
run=(backup --ssh-source source --import-target --import-from /root/slot --keep-source 1 usb usb/backup)
expect_not_imported() { expect_equal "$(on backup zpool list -H -o name)" backup "the pools after $1"; }

# The first disk: imported, filled, exported; and it is said that it may go.
put_in red
said=$(at_time '2026-03-01 12:00' zw "${run[@]}" -v)
expect_contains "$said" "may be unplugged"
expect_not_imported 'the first run'

# The second disk knows nothing yet: a full stream. Then the first goes on from its own base, and the second from its own.
take_out red
put_in blue
write_file source tank/data second 300000 >/dev/null
at_time '2026-03-02 12:00' zw "${run[@]}"
take_out blue
for day in 03 05; do
  put_in red
  write_file source tank/data "red$day" 300000 >/dev/null
  at_time "2026-03-$day 12:00" zw "${run[@]}"
  take_out red
done
put_in blue
write_file source tank/data last 300000 >/dev/null
at_time '2026-03-06 12:00' zw "${run[@]}"
expect_not_imported 'five runs'
on backup zpool import -N -o readonly=on -d /root/slot usb
expect_equal "$(on backup zfs list -H -o name -s createtxg -t snapshot usb/backup/tank/data | sed 's/.*@//')" \
  "$(printf 'usb-202603%s120000\n' 01 02 05 06)" "what the second disk has"
expect_same_content tank/data@usb-20260306120000 usb/backup/tank/data@usb-20260306120000
on backup zpool export usb
# Two bases are kept on the source, and nothing else.
expect_snapshots source tank/data usb-20260305120000 usb-20260306120000

# What was imported before stays.
on backup zpool import -N -d /root/slot usb
at_time '2026-03-07 12:00' zw "${run[@]}"
expect_equal "$(on backup zpool list -H -o name)" $'backup\nusb' 'a pool that was there before the run'
on backup zpool export usb

# A dry run imports nothing, and says what a run would begin with.
write_file source tank/data eighth 300000 >/dev/null
said=$(at_time '2026-03-08 12:00' zw "${run[@]}" --test)
expect_contains "$said" 'zpool import -N -o cachefile=none -d /root/slot usb'
expect_not_imported 'a dry run'

# Two of one name: which? By its id.
put_in red
zw_ends 255 backup "${run[@]}"
expect_contains "$said" '--import-target=ID'
expect_not_imported 'two disks'
on backup sh -c 'zpool import -d /root/slot 2>/dev/null | sed -n "s/^ *id: //p" | sort >/root/ids'
for id in $(on backup cat /root/ids); do
  at_time '2026-03-09 12:00' zw backup --ssh-source source "--import-target=$id" --import-from /root/slot --no-snapshot usb usb/backup
  expect_not_imported 'a run by id'
done
# An id of a pool that has another name: said, and exported again.
zw_ends 255 backup backup --ssh-source source "--import-target=$id" --import-from /root/slot --no-snapshot usb other/backup
expect_contains "$said" 'is called usb'
expect_not_imported 'a run with another name'

# None is there. The source is snapshotted; with --offline-ok that is no failure.
take_out red
take_out blue
zw_ends 255 backup "${run[@]}"
expect_contains "$said" 'Is its disk plugged in?'
zw_ends 0 backup "${run[@]}" --offline-ok
expect_contains "$said" 'nothing was sent'

# A key that the disk needs is loaded from a file, and gone with it.
on backup truncate -s 128M /root/drawer/green
on backup sh -c 'head -c 32 /dev/urandom >/root/green.key
  zpool create -O mountpoint=none usb /root/drawer/green
  zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/green.key usb/backup
  zpool export usb'
put_in green
at_time '2026-03-10 12:00' zw "${run[@]}" --load-key usb/backup
expect_not_imported 'a run with a key'
zw_ends 255 backup "${run[@]}" --load-key usb/nothing
expect_contains "$said" 'usb/nothing'
expect_not_imported 'a run without its key'

# Interrupted while it sends: the pool is exported all the same.
write_file source tank/data large 20000000 >/dev/null
on backup sh -c 'zwinnow "$@" --load-key usb/backup --rate 2M >/root/cut.log 2>&1; echo $? >/root/cut.status' cut "${run[@]}" &
cut=$!
until on backup sh -c 'ps -o args= -C zfs | grep -q "zfs recv"'; do sleep 0.3; done
on backup pkill -INT -x zwinnow
wait "$cut"
expect_equal "$(on backup cat /root/cut.status)" 255 "a run that was interrupted: $(on backup cat /root/cut.log)"
expect_not_imported 'an interrupted run'

# The recipe of docs/removable-disks.md: a disk that is plugged in starts the job. (udev does not look by itself at what is in a ram disk.)
docs=$(dirname "$0")/../../../docs/removable-disks.md
units=$(dirname "$0")/../../../packaging/systemd
put() { on backup sh -c 'cat >"$1"' put "$1"; }
# block PATTERN: the first block of code after a line that begins so.
block() { awk -v pattern="^$1" '$0 ~ pattern { on = 1 } on && /^```$/ { n++; next } n == 1 { print } n == 2 { exit }' "$docs"; }
sed 's,@CMAKE_INSTALL_FULL_BINDIR@,/usr/local/bin,' "$units/zwinnow@.service.in" | put /etc/systemd/system/zwinnow@.service
on source zfs set autobackup:offsite1=true tank/data
on backup mkdir -p /etc/zwinnow
{ block 'A udev rule starts'; printf '%s\n' 'ssh-source = source' 'import-from = /dev'; } | put /etc/zwinnow/usb.conf
{ echo 'KERNEL=="ram3", IMPORT{builtin}="blkid"'; block '`.etc.udev'; } | put /etc/udev/rules.d/99-zwinnow.rules
on backup chmod 644 /etc/zwinnow/usb.conf
on backup sh -c 'zpool create -O canmount=off -O mountpoint=none usb /dev/ram3
  zfs create -o mountpoint=none usb/backup
  for try in 1 2 3 4 5; do zfs set "note:try=$try" usb; zpool sync usb; done
  zpool export usb
  systemctl daemon-reload; udevadm control --reload; udevadm trigger --action=add --name-match=ram3; udevadm settle'
on backup timeout 120 sh -c 'until journalctl -u zwinnow@usb.service -o cat --no-pager | grep -qE "^(Finished|Failed to start) "; do sleep 0.5; done' ||
  fail "nothing was started: $(on backup sh -c 'udevadm info /dev/ram3; systemctl status zwinnow@usb.service' || :)"
said=$(on backup journalctl -u zwinnow@usb.service -o cat --no-pager)
expect_contains "$said" 'Finished zwinnow@usb.service'
expect_not_imported 'the job of a disk that was plugged in'
on backup zpool import -N -d /dev usb
expect_same_content "tank/data@$(on source zfs list -H -o name -s createtxg -t snapshot tank/data | tail -n 1 | sed 's/.*@//')" \
  "$(on backup zfs list -H -o name -s createtxg -t snapshot usb/backup/tank/data | tail -n 1)"
on backup zpool export usb
