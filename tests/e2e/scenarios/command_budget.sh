# What a run may cost: nothing changed costs the same for 20 and for 200 datasets; N changed at most 4N + 14, thinning on both sides included.
on backup zfs create backup/server1
on source zfs set autobackup:offsite1=true tank
make_datasets() { # COUNT: makes that many in all
  local i
  for ((i = 1; i <= $1; i++)); do on source zfs list "tank/d$i" > /dev/null 2>&1 || on source zfs create "tank/d$i"; done
}

for count in 20 200; do
  make_datasets "$((count - 1))"
  at "2026-03-01 1$((count / 200)):00:00"
  zw backup --keep-source=1 --keep-target=1 --ssh-source source offsite1 backup/server1
  expect_status 0

  at "2026-03-01 1$((count / 200)):10:00"
  zw backup --keep-source=1 --keep-target=1 --ssh-source source offsite1 backup/server1
  expect_status 0
  expect_equal "$(commands source) + $(commands backup)" '2 + 2' "commands for $count datasets when nothing changed"

  for ((i = 1; i < count; i++)); do write source "tank/d$i"; done
  write source tank
  at "2026-03-01 1$((count / 200)):20:00"
  zw backup --keep-source=1 --keep-target=1 --ssh-source source offsite1 backup/server1
  expect_status 0
  total=$(($(commands source) + $(commands backup)))
  ((total <= 4 * count + 14)) || fail "$total commands for $count changed datasets"
  expect_equal "$(commands source 'zfs destroy')" "$count" "destroys on the source"
  expect_equal "$(commands backup 'zfs destroy')" "$count" "destroys on the target"
done

# Foreign snapshots newer than ours: one command more on the source, not one for each dataset.
on source zfs snapshot -r tank@foreign
at '2026-03-01 13:00:00'
zw backup --ssh-source source offsite1 backup/server1
expect_status 0
expect_equal "$(commands source) + $(commands backup)" '3 + 2' "commands when foreign snapshots are newer and nothing changed"
