# A dataset that would be received onto itself, as over ssh to the same host, is refused; nothing is destroyed.
on source zfs create tank/data
on source zfs set autobackup:offsite1=true tank
for day in 1 2 3; do
  at "2026-03-0$day 12:00:00"
  zw_on source backup --allow-empty offsite1
done
remember

# Source by ssh, target local, one host.
zw_on source backup --ssh-source source --strip-path=1 --keep-source=1 --keep-target=1 offsite1 tank
[[ $status != 0 ]] || fail "success"
expect_err 'onto itself'
expect_err 'tank/data'
expect_snapshots source tank/data "$(days 1 2 3)"
expect_not_ran source 'zfs send'
expect_not_ran source 'zfs destroy'
