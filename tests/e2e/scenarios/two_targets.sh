# Two targets with one backup name: whatever the order of the runs and however strict the schedules, none loses the other's base, and both
# stay incremental.
make_job tank/data
on usb zpool create usb /dev/fake
on usb zfs create usb/server1
to_a() { zw_on source backup --verbose --ssh-target backup --keep-source=1 --keep-target=1 offsite1 backup/server1; }
to_b() { zw_on source backup --verbose --ssh-target usb --keep-source=1 --keep-target=1 offsite1 usb/server1; }
write source tank/data
remember

for order in 'a b a b a b' 'b a b a' 'a a a b b b a a' 'b b b a a a b b' 'a b b b b b a' 'b a a a a a b'; do
  recall
  seen=
  hour=10
  for target in $order; do
    hour=$((hour + 1))
    at "2026-03-01 $hour:00:00"
    write source tank/data
    "to_$target"
    expect_status 0
    expect_out "-> $([[ $target == a ]] && echo backup || echo usb)/server1/tank/data"
    if [[ $seen == *$target* ]]; then expect_no_out '(new)'; fi
    seen+=$target
  done
  # Each has its newest, held there and here; nothing else of ours is left on the source.
  base_a=$(snapshots_of backup backup/server1/tank/data)
  base_b=$(snapshots_of usb usb/server1/tank/data)
  expect_snapshots source tank/data "$(printf '%s\n' "$base_a" "$base_b" | sort -u | xargs)"
  expect_equal "$(holds_of source tank/data | cut -f 1 | xargs)" "$(printf 'tank/data@%s\n' "$base_a" "$base_b" | sort | xargs)" "holds ($order)"
  expect_equal "$(holds_of source tank/data | cut -f 2 | sort -u | wc -l)" 2 "tags ($order)"
done

# Snapshot runs in between thin neither's base.
at '2026-03-02 12:00:00'
write source tank/data
zw_on source backup --keep-source=1 offsite1
expect_status 0
expect_exists source "tank/data@$base_a"
expect_exists source "tank/data@$base_b"

# The script to one target leaves the other's base alone as well.
write source tank/data
at '2026-03-03 12:00:00'
same_as_script source --ssh-target backup --keep-source=1 --keep-target=1 offsite1 backup/server1
expect_exists source "tank/data@$base_b"
at '2026-03-04 12:00:00'
write source tank/data
to_b
expect_status 0
expect_no_out '(new)'

# Two targets on one host.
on backup zfs create backup/second
to_second() { zw_on source backup --verbose --ssh-target backup --keep-source=1 --keep-target=1 offsite1 backup/second; }
for day in 5 6 7; do
  for target in a second; do
    at "2026-03-0$day 12:00:00"
    [[ $target == a ]] || at "2026-03-0$day 13:00:00"
    write source tank/data
    "to_$target"
    expect_status 0
    [[ $day == 5 ]] || expect_no_out '(new)'
  done
done
