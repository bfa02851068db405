# --on-diverge=rotate: a target with snapshots or changes of its own is set aside whole, a clone of the common base takes its place, and
# nothing is destroyed.
make_job tank/data tank/data/child tank/other
write source tank/data/child
each_day 1 2 tank/data pull
job=(--ssh-source source --on-diverge=rotate offsite1 backup/server1)
copy=backup/server1/tank/data
on backup zfs set compression=off autobackup:own=x "$copy"
write backup "$copy"
on backup zfs snapshot "$copy@mine"
write backup "$copy" 5000
child=$(guid_of backup "$copy/child")
at '2026-03-03 12:00:00'
write source tank/data
write source tank/data/child
remember

pull
expect_status 1
expect_out '--on-diverge=rotate'

zw backup --verbose "${job[@]}"
expect_status 0
aside=$copy.diverged-20260303120000
expect_out "  [Target] $copy@$(days 2): Rotating: a clone of it takes the place of what has diverged"
expect_out "  [Target] $copy: Renaming to $aside"
expect_snapshots backup "$copy" "$(days 1 2 3)"
expect_snapshots backup "$copy/child" "$(days 1 3)"
expect_snapshots backup "$aside" mine
expect_equal "$(on backup zfs get -Hp -o value written "$aside")" 5000 "what was written to what is set aside"
expect_equal "$(guid_of backup "$copy/child")" "$child" "the child that moved"
expect_equal "$(on backup zfs get -H -o value compression "$copy")" off "a property that was set on the target"
expect_equal "$(on backup zfs get -H -o value canmount "$copy")" on "canmount"
expect_not_ran backup 'zfs destroy'
expect_not_ran backup 'zfs rollback'

# With nothing to send nothing is touched.
recall
on source zfs rollback "tank/data@$(days 2)"
pull --no-snapshot --on-diverge=rotate
expect_status 0
expect_snapshots backup "$copy" "$(days 1 2) mine"
expect_not_ran backup 'zfs destroy'
expect_not_ran backup 'zfs rollback'
recall
zw backup "${job[@]}"
expect_status 0

# What was set aside stays, whatever else goes, and so does the base that it hangs on. Things go on as ever.
at '2026-03-04 12:00:00'
write source tank/data
pull --keep-target=1 --keep-source=1 --destroy-missing=0d
expect_status 0
expect_snapshots backup "$copy" "$(days 2 4)"
expect_snapshots backup "$aside" mine

recall
at '2026-03-03 12:00:00'
same_as_script backup "${job[@]}"

# Changes alone are set aside too, or rolled back with --rollback.
recall
on backup zfs rollback "$copy@mine"
on backup zfs destroy "$copy@mine"
zw backup "${job[@]}"
expect_status 0
expect_exists backup "$aside"
recall
on backup zfs rollback "$copy@mine"
on backup zfs destroy "$copy@mine"
zw backup --rollback "${job[@]}"
expect_status 0
expect_missing backup "$aside"

# What was set aside is never mounted again, wherever that would be; what took its place will be.
recall
on backup zfs set mountpoint=/data "$copy"
same_as_script backup "${job[@]}"
expect_equal "$(on backup zfs get -H -o value mountpoint "$copy")" /data "the mountpoint"
expect_equal "$(on backup zfs get -H -o value canmount "$copy")" on "canmount"
expect_equal "$(on backup zfs get -H -o value canmount "$aside")" off "canmount of what is set aside"

# Killed anywhere, the next runs bring it to its end: one that finds a rotation half done finishes that, says so, and the one after it sends.
recall
zw backup "${job[@]}"
# Holds aside: what was received and not held yet is held by the next run that has something to send.
lasting() { states | grep -v -e $'\tmounted\t' -e $'\tzfs_autobackup:offsite1$'; }
lasting > "$WORK/wanted"
# shellcheck source=tests/e2e/killing.sh
. "$here/killing.sh"
index=1 finished=0
while recall; killed_at "$index" after backup backup "${job[@]}"; do
  zw backup "${job[@]}"
  if [[ $status != 0 ]]; then
    expect_err 'an earlier run was interrupted while it set'
    finished=$((finished + 1))
    zw backup "${job[@]}"
  fi
  expect_status 0
  lasting > "$WORK/got"
  diff "$WORK/wanted" "$WORK/got" >&2 || fail "killed after command $index: $killed"
  index=$((index + every))
done
((index > 20 && finished * every >= 3)) || fail "killed at $index places, finished $finished rotations"

# Half done, and something is in the way of the rest: said, and the other datasets are backed up.
recall
on backup zfs clone "$copy@$(days 2)" "$copy.zwinnow-rotating"
on backup zfs promote "$copy.zwinnow-rotating"
on backup zfs create "$copy.diverged-20260303120000"
write source tank/other
zw backup "${job[@]}"
expect_status 3
expect_err 'FAILED to finish the rotation that an earlier run was interrupted in'
expect_exists backup "backup/server1/tank/other@$(days 3)"

zw backup --force "${job[@]}"
expect_status 255
expect_err '--on-diverge=rotate keeps what --destroy-incompatible and --force destroy: leave one out'
