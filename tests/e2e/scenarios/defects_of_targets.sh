# What zfs-autobackup gets wrong about targets and what is on them.

# Defect of the original: a second target with the same name loses the first one's base
make_job tank/data
on usb zpool create usb /dev/fake
on usb zfs create usb/server1
for day in 1 2 3 4; do
  at "2026-03-0$day 12:00:00"
  write source tank/data
  for target in backup usb; do
    zw_on source backup --verbose --ssh-target "$target" --keep-source=1 --keep-target=1 offsite1 "$target/server1"
    expect_status 0
    [[ $day == 1 ]] || expect_no_out '(new)'
  done
done

# Defect of the original: destroy-missing destroys what is deselected for one run
make_pools
make_job tank/data tank/quiet tank/received
on source zpool create pool2 /dev/fake
on source zfs set autobackup:offsite1=true pool2
at '2026-03-01 12:00:00'
pull
expect_status 0
on source zpool export pool2
at '2026-06-01 12:00:00'
write source tank/data
pull --exclude-unchanged=1 --exclude-received --destroy-missing=30d --keep-target=0
expect_status 0
for dataset in tank/quiet tank/received pool2; do expect_exists backup "backup/server1/$dataset@$(days 1)"; done

# Defect of the original: thinning on the target crosses jobs
make_pools
make_job tank/data
on other zpool create vault /dev/fake
on other zfs set autobackup:offsite1=true vault
for day in 1 2 3; do
  at "2026-03-0$day 12:00:00"
  zw backup --allow-empty --ssh-source other --no-thinning offsite1 backup/server1
  expect_status 0
  pull --allow-empty --keep-source=1 --keep-target=1
  expect_status 0
done
expect_snapshots backup backup/server1/tank/data "$(days 3)"
expect_snapshots backup backup/server1/vault "$(days 1 2 3)"

# Kept from the original: thinning before the transfer, also when that fails
# It makes room. What both sides need to go on stays.
make_pools
make_job tank/data
each_day 1 3 tank/data pull --no-thinning
at '2026-03-04 12:00:00'
write source tank/data
FAKE_ZFS_FAULT='zfs send *tank/data@*:1:cannot send: no luck' pull --keep-source=1 --keep-target=1
expect_status 1
expect_snapshots backup backup/server1/tank/data "$(days 3)"
expect_exists source "tank/data@$(days 3)"
at '2026-03-05 12:00:00'
pull --verbose --keep-source=1 --keep-target=1
expect_status 0
expect_no_out '(new)'

# Defect of the original: parents are made for nothing, and are then in the way
make_pools
make_job
on source zfs inherit autobackup:offsite1 tank
on source zfs create -p tank/deep/data
on source zfs set autobackup:offsite1=true tank/deep/data
at '2026-03-01 12:00:00'
pull --no-snapshot
expect_status 0
expect_missing backup backup/server1/tank
on source zfs set autobackup:offsite1=true tank
pull
expect_status 0
expect_snapshots backup backup/server1/tank "$(days 1)"

# Defect of the original: features of the target pool only
for old in source backup; do
  make_pools
  [[ $old == source ]] && pool=tank || pool=backup
  on "$old" zpool destroy "$pool"
  on "$old" zpool create -d "$pool" /dev/fake
  make_job tank/data
  pull
  expect_status 0
  expect_ran source 'zfs send -p'
  expect_not_ran source 'zfs send.* -[Le] '
  expect_equal "$(commands backup 'zfs recv.* -s ')" "$([[ $old == source ]] && echo 2 || echo 0)" "resumable receives"
done

# Defect of the original: clones are rough; order by createtxg
# The clone's name comes first, its origin was snapshotted by hand and is older than what is kept.
make_pools
make_job tank/z
at '2026-03-01 12:00:00'
pull
on source zfs clone "tank/z@$(days 1)" tank/a-clone
for dataset in z a-clone; do write source "tank/$dataset"; done
at '2026-03-02 12:00:00'
pull --clones=simple --keep-source=1 --keep-target=1
expect_status 0
expect_equal "$(on backup zfs get -H -o value origin backup/server1/tank/a-clone)" "backup/server1/tank/z@$(days 1)" "the origin"
for dataset in z a-clone; do write source "tank/$dataset"; done
at '2026-03-03 12:00:00'
pull --clones=simple --keep-source=1 --keep-target=1
expect_status 0
expect_holds source tank/a-clone "tank/a-clone@$(days 3) zfs_autobackup:offsite1"
expect_holds backup backup/server1/tank/a-clone "backup/server1/tank/a-clone@$(days 3) zfs_autobackup:offsite1"
expect_holds source tank/z "tank/z@$(days 3) zfs_autobackup:offsite1"
