# What zfs-autobackup gets wrong about times and order.

# Defect of the original: ages are wrong with `--utc`
# In a zone nine hours ahead: five hours are more than four, three are not.
make_job tank/data
on source zfs inherit autobackup:offsite1 tank
on source zfs set autobackup:offsite1=true tank/data
export TZ=Asia/Tokyo
for hour in 07 09 12; do
  at "$(date -d "2026-03-07 $hour:00:00 UTC" '+%F %T')" # the clock that libfaketime is given is a local one
  zw_on source backup --utc --allow-empty --keep-source=0,1h4h offsite1
  expect_status 0
done
export TZ=UTC
expect_snapshots source tank/data 'offsite1-20260307090000 offsite1-20260307120000'

# Defect of the original: local names clash or go back in autumn
# The clock goes from 3:00 back to 2:00: 2:30, 2:15, 2:30 again, 3:30. By its name the second is older than the first.
make_pools
make_job tank/data
export FAKETIME_FMT=%s
autumn() {
  at "$(date -d "$1" +%s)"
  shift
  write source tank/data
  TZ=Europe/Amsterdam zw backup --verbose --ssh-source source --keep-source=1 --keep-target=3 "$@" offsite1 backup/server1
  expect_status 0
}
autumn '2026-10-25 00:30 UTC'
autumn '2026-10-25 01:15 UTC'
expect_no_out '(new)'
expect_snapshots source tank/data offsite1-20261025021500
expect_snapshots backup backup/server1/tank/data 'offsite1-20261025023000 offsite1-20261025021500'
# The name is taken on the target alone: said, and nothing is destroyed for it.
at "$(date -d '2026-10-25 01:30 UTC' +%s)"
write source tank/data
TZ=Europe/Amsterdam zw backup --ssh-source source --keep-source=1 --keep-target=3 offsite1 backup/server1
expect_status 1
expect_err 'another snapshot of the name'
expect_exists source tank/data@offsite1-20261025021500
expect_snapshots backup backup/server1/tank/data 'offsite1-20261025023000 offsite1-20261025021500'
unset FAKETIME_FMT

# Defect of the original: the order of the listing is trusted
# By name the order is another one than that of their making.
make_pools
make_job tank/data
for name in 20260305120000 20260301120000 20260303120000; do
  write source tank/data
  on source zfs snapshot -r "tank@offsite1-$name"
done
at '2026-03-06 12:00:00'
pull --no-snapshot --keep-source=1 --keep-target=10
expect_equal "$(snapshots_of backup backup/server1/tank/data)" 'offsite1-20260305120000 offsite1-20260301120000 offsite1-20260303120000' "the order"
expect_snapshots source tank/data offsite1-20260303120000

# Defect of the original: snapshots are found by name only
# The same name on both sides, and it is not the same snapshot.
make_pools
make_job tank/data
each_day 1 2 tank/data pull
on source zfs release zfs_autobackup:offsite1 "tank/data@$(days 2)"
on source zfs destroy "tank/data@$(days 2)"
write source tank/data
on source zfs snapshot "tank/data@$(days 2)"
at '2026-03-03 12:00:00'
remember
pull --keep-source=1 --keep-target=1
expect_status 1
expect_exists backup "backup/server1/tank/data@$(days 1)"
expect_exists source "tank/data@$(days 1)"
