# When a snapshot is made and what it is called: --min-change, --allow-empty, --utc, --snapshot-format, --property-format, --hold-format.
make_job tank/data tank/other
each_day 1 1 tank/data pull

at '2026-03-02 12:00:00'
write source tank/data 5000
pull --min-change=5001
expect_status 0
expect_snapshots source tank/data "$(days 1)"
pull --min-change=5000
expect_snapshots source tank/data "$(days 1 2)"
expect_snapshots source tank/other "$(days 1)"
at '2026-03-03 12:00:00'
pull --allow-empty
expect_snapshots source tank/other "$(days 1 3)"
expect_snapshots backup backup/server1/tank/other "$(days 1 3)"
at '2026-03-04 12:00:00'
pull --min-change=0
expect_snapshots source tank/other "$(days 1 3 4)"
# What was written before a foreign snapshot counts.
write source tank/data 3000
on source zfs snapshot tank/data@foreign
write source tank/data 3000
at '2026-03-05 12:00:00'
pull --min-change=5000
expect_snapshots source tank/data "$(days 1 2 3 4) foreign $(days 5)"
at '2026-03-06 12:00:00'
write source tank/data
pull --no-snapshot --verbose
expect_status 0
expect_no_out Snapshotting
expect_snapshots source tank/data "$(days 1 2 3 4) foreign $(days 5)"
pull --no-send
expect_status 0
expect_snapshots source tank/data "$(days 1 2 3 4) foreign $(days 5 6)"
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4 5)"

# Local time and UTC; ages are right in both: 3 h is young enough, 5 h is not.
on source zfs create tank/zone
on source zfs set autobackup:zone=true tank/zone
for zone in Asia/Tokyo America/New_York UTC; do
  for utc in '' --utc; do
    on source zfs destroy tank/zone@% 2> /dev/null || :
    export TZ=$zone
    for hour in 07 09 12; do
      at "$(TZ=$zone date -d "2026-03-07 $hour:00:00 UTC" '+%F %T')"   # the clock that libfaketime is given is a local one
      zw_on source backup --verbose --allow-empty --keep-source=0,1h4h $utc zone
      expect_status 0
    done
    export TZ=UTC
    names=
    for hour in 09 12; do
      [[ -n $utc ]] && shown=UTC || shown=$zone
      names+=" zone-$(TZ=$shown date -d "2026-03-07 $hour:00:00 UTC" +%Y%m%d%H%M%S)"
    done
    expect_snapshots source tank/zone "${names# }"
    expect_out "  Timezone                   : $([[ -n $utc ]] && echo UTC || echo Local)"
    expect_out "  Current time$([[ -n $utc ]] && echo ' UTC           :' || echo '               :')"
  done
done

# Names of one's own.
on source zfs set backup-me:own=true tank/other
on backup zfs create backup/own
own=(--property-format 'backup-me:{}' --snapshot-format '{}_%Y-%m-%dT%H:%M:%S' --hold-format 'keep.{}')
for hour in 10 11 12; do
  at "2026-03-08 $hour:00:00"
  zw backup "${own[@]}" --ssh-source source --allow-empty --keep-source=2 --keep-target=1 own backup/own
  expect_status 0
done
expect_snapshots source tank/other "$(days 1 3 4) own_2026-03-08T11:00:00 own_2026-03-08T12:00:00"
expect_snapshots backup backup/own/tank/other own_2026-03-08T12:00:00
expect_holds source tank/other "tank/other@$(days 4) zfs_autobackup:offsite1 tank/other@own_2026-03-08T12:00:00 keep.own"
# Without the backup name in them.
on backup zfs create backup/bare
for hour in 10 11; do
  at "2026-03-09 $hour:00:00"
  zw backup --property-format 'backup-me:own' --snapshot-format '%Y%m%d%H%M%S' --hold-format x --ssh-source source --allow-empty --keep-source=1 bare backup/bare
  expect_status 0
done
expect_snapshots source tank/other "$(days 1 3 4) own_2026-03-08T11:00:00 own_2026-03-08T12:00:00 20260309110000"
