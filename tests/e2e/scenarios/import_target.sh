# A pool on a disk that comes and goes: imported for a run, and exported again whatever came of the run.
make_job tank/a
on backup zpool create usb /dev/fake
on backup zfs create -o mountpoint=none usb/backup
on backup zpool export usb
take() { zw backup --ssh-source source --import-target "$@" offsite1 usb/backup; }
is_exported() { expect_equal "$(on backup zpool list -H -o name)" backup "the pools after a run"; }

at '2026-03-01 12:00:00'
take -v
expect_status 0
expect_ran backup 'zpool import -N -o cachefile=none -d /dev/disk/by-id usb'
expect_ran backup 'zpool export usb'
expect_equal "$(grep -cE 'zpool (list|import|export)' "$FAKE_ZFS_LOG")" 3 "what is asked of zpool: is it there, import, export"
expect_out 'usb is exported: its disk may be unplugged'
is_exported

# Whatever becomes of the run.
write source tank/a
at '2026-03-02 12:00:00'
remember
FAKE_ZFS_FAULT='zfs recv *:1:cannot receive: it does not like it' take
expect_status 1
is_exported
recall
FAKE_ZFS_FAULT='zfs list *:1:internal error' take
expect_status 255
is_exported
recall
take --max-destroy 0 --no-send
is_exported
recall
FAKE_ZFS_FAULT='stop:zfs recv *' start_zw backup backup --ssh-source source --import-target offsite1 usb/backup
once_idle
kill -INT "$started"
go_on
finish
expect_status 255
is_exported

# What cannot be exported must not be unplugged: a failure, though all was sent.
recall
FAKE_ZFS_FAULT="zpool export usb:1:cannot export 'usb': pool is busy" take
expect_status 1
expect_err "pool usb is still imported: "
expect_err 'Do not unplug its disk before zpool export usb has worked on the target'
on backup zpool export usb

# What cannot be imported: the source is snapshotted all the same. Nothing is forced.
recall
FAKE_ZFS_FAULT="zpool import *:1:cannot import 'usb': no such pool available" take
expect_status 255
expect_err 'Is its disk plugged in?'
expect_equal "$(on source zfs list -H -o name -t snapshot tank/a | tail -n 1)" tank/a@offsite1-20260302120000 "the snapshot of a night without a disk"
recall
FAKE_ZFS_FAULT="zpool import *:1:cannot import 'usb': pool was previously in use from another system." take
expect_err 'Export it on the host that used it last'
recall
FAKE_ZFS_FAULT="zpool import *:1:cannot import 'usb': no such pool available" take --offline-ok
expect_status 0
expect_out 'nothing was sent'

# Directories of devices, a key, and a pool that was there.
recall
take --import-from /mnt/slot --import-from /dev/disk/by-path --load-key usb/backup
expect_ran backup 'zpool import -N -o cachefile=none -d /mnt/slot -d /dev/disk/by-path usb'
expect_ran backup 'zfs load-key usb/backup'
is_exported
recall
on backup zpool import usb
take
expect_status 0
expect_equal "$(on backup zpool list -H -o name | sort)" $'backup\nusb' "a pool that was there"
on backup zpool export usb

# A dry run imports nothing.
recall
take --test
expect_out 'zpool import -N -o cachefile=none -d /dev/disk/by-id usb'
is_exported
take --plan=sh
expect_status 255
expect_err 'zpool import -N'
is_exported

# It is for a target, and for the pool of that target.
zw backup --import-target offsite1
expect_status 255
expect_err -- '--import-target needs a TARGET-PATH'
zw backup --import-from /mnt/slot offsite1 usb/backup
expect_status 255
expect_err -- '--import-from and --load-key go with --import-target'
