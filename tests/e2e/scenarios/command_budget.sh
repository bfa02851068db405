# What a run costs: nothing changed is the same for 8 and for 24 datasets; N changed are 2N + 13 zfs commands, and with
# thinning on both sides one more for each dataset and side. Twice zpool comes to that. Whose holds are asked for does not grow with history.
on backup zfs create backup/server1
on source zfs set autobackup:offsite1=true tank
make_datasets() { # COUNT: makes that many in all
  local i
  for ((i = 1; i <= $1; i++)); do on source zfs list "tank/d$i" > /dev/null 2>&1 || on source zfs create "tank/d$i"; done
}

# expect_cost COUNT WHAT: so many zfs commands, and the features of both pools.
expect_cost() {
  expect_equal "$(($(commands source 'zfs ') + $(commands backup 'zfs ')))" "$1" "zfs commands for $2"
  expect_equal "$(($(commands source) + $(commands backup)))" "$(($1 + 2))" "commands for $2"
}

# asked_for_holds HOST: of how many snapshots.
asked_for_holds() { awk -F '\t' -v host="$1" '$1 == host && /zfs holds/' "$FAKE_ZFS_LOG" | grep -o '@' | wc -l; }

counts=(8 24)
[[ -z ${SANITIZED:-} ]] || counts=(8)
for count in "${counts[@]}"; do
  make_datasets "$((count - 1))"
  at "2026-03-01 1$((count / 24)):00:00"
  zw backup --keep-source=1 --keep-target=1 --ssh-source source offsite1 backup/server1
  expect_status 0

  at "2026-03-01 1$((count / 24)):10:00"
  zw backup --keep-source=1 --keep-target=1 --ssh-source source offsite1 backup/server1
  expect_status 0
  expect_equal "$(commands source) + $(commands backup)" '2 + 2' "commands for $count datasets when nothing changed"

  for ((i = 1; i < count; i++)); do write source "tank/d$i"; done
  write source tank
  at "2026-03-01 1$((count / 24)):20:00"
  zw backup --keep-source=1 --keep-target=1 --ssh-source source offsite1 backup/server1
  expect_status 0
  expect_cost $((4 * count + 13)) "$count changed datasets with thinning"
  expect_equal "$(commands source 'zfs destroy')" "$count" "destroys on the source"
  expect_equal "$(commands backup 'zfs destroy')" "$count" "destroys on the target"

  for minute in 30 40 50; do # with one snapshot each, with two and with three
    for ((i = 1; i < count; i++)); do write source "tank/d$i"; done
    write source tank
    at "2026-03-01 1$((count / 24)):$minute:00"
    zw backup --no-thinning --ssh-source source offsite1 backup/server1
    expect_status 0
    expect_cost $((2 * count + 13)) "$count changed datasets"
    for host in source backup; do
      expect_equal "$(asked_for_holds "$host")" "$count" "snapshots on $host whose holds were asked for"
    done
  done
done

# Foreign snapshots newer than ours: one command more on the source, not one for each dataset.
on source zfs snapshot -r tank@foreign
at '2026-03-01 13:00:00'
zw backup --ssh-source source offsite1 backup/server1
expect_status 0
expect_equal "$(commands source) + $(commands backup)" '3 + 2' "commands when foreign snapshots are newer and nothing changed"
