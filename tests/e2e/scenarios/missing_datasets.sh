# Target datasets without a source in this run: those of destroyed and deselected sources are thinned; what only looks missing, because of
# an option, a bad value or a pool that is not there, keeps all.
make_job tank/gone tank/deselected tank/excluded tank/bad tank/bad/child tank/stays
on source zpool create usb /dev/fake
on source zfs create usb/data
on source zfs set autobackup:offsite1=true usb
for day in 1 2 3 4; do
  at "2026-03-0$day 12:00:00"
  pull --allow-empty
  expect_status 0
done
on source zfs release zfs_autobackup:offsite1 "tank/gone@$(days 4)"
on source zfs destroy -r tank/gone
on source zfs set autobackup:offsite1=false tank/deselected
on source zfs set autobackup:offsite1=yes tank/bad
on source zpool export usb
write source tank
write source tank/stays
at '2026-03-05 12:00:00'

wanted_status=1 same_as_script backup --ssh-source source --keep-target=1 --exclude-unchanged=1 offsite1 backup/server1
expect_snapshots backup backup/server1/tank/gone "$(days 4)"
expect_snapshots backup backup/server1/tank/deselected "$(days 4)"
expect_snapshots backup backup/server1/tank/excluded "$(days 1 2 3 4)"
expect_snapshots backup backup/server1/tank/bad "$(days 1 2 3 4)"
expect_snapshots backup backup/server1/tank/bad/child "$(days 1 2 3 4)"
expect_snapshots backup backup/server1/usb "$(days 1 2 3 4)"
expect_snapshots backup backup/server1/usb/data "$(days 1 2 3 4)"
expect_snapshots backup backup/server1/tank/stays "$(days 5)"

# Nothing missing is ever thinned with --no-thinning, and foreign snapshots never are.
on backup zfs snapshot backup/server1/tank/gone@foreign
on source zfs release zfs_autobackup:offsite1 "tank/stays@$(days 5)"
on source zfs destroy -r tank/stays
on source zfs set autobackup:offsite1=true tank/bad
at '2026-03-06 12:00:00'
pull --no-thinning
expect_status 0
expect_not_ran backup 'zfs destroy'
pull --keep-target=0
expect_snapshots backup backup/server1/tank/gone "$(days 4) foreign"

# A snapshot that somebody holds stays; a clone's origin stays.
at '2026-03-07 12:00:00'
for dataset in tank/one tank/two; do on source zfs create "$dataset"; done
for day in 7 8 9; do
  at "2026-03-0$day 12:00:00"
  pull --allow-empty
  expect_status 0
done
for dataset in one two; do
  on source zfs release zfs_autobackup:offsite1 "tank/$dataset@$(days 9)"
  on source zfs destroy -r "tank/$dataset"
done
on backup zfs hold keep "backup/server1/tank/one@$(days 8)"
on backup zfs clone "backup/server1/tank/two@$(days 8)" backup/clone
pull --verbose --keep-target=1
expect_status 0
expect_out "NOTE: [Target] backup/server1/tank/one@$(days 8): Keeping, it is held by 'keep'"
expect_snapshots backup backup/server1/tank/one "$(days 8 9)"
expect_snapshots backup backup/server1/tank/two "$(days 8 9)"

# A destroy of a missing dataset's snapshot that fails counts, but not under the drop-in name.
at '2026-03-10 12:00:00'
on source zfs create tank/three
pull --allow-empty
at '2026-03-11 12:00:00'
pull --allow-empty
on source zfs release zfs_autobackup:offsite1 "tank/three@$(days 11)"
on source zfs destroy -r tank/three
remember
fault='zfs destroy backup/server1/tank/three@*:1:cannot destroy snapshots: permission denied'
FAKE_ZFS_FAULT=$fault pull --keep-target=1
expect_status 1
expect_err '! [Target] backup/server1/tank/three: Error during thinning of missing datasets ('
expect_err '! 1 dataset(s) failed!'
recall
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
FAKE_ZFS_FAULT=$fault run_program backup "$WORK/zfs-autobackup" --ssh-source source --keep-target=1 offsite1 backup/server1
expect_status 0
expect_err '! [Target] backup/server1/tank/three: Error during thinning of missing datasets ('
