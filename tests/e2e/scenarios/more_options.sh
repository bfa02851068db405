# Snapshot properties, patterns of snapshots that are not sent, names without guids, clones, and options that mean nothing any more.
make_job tank/data
write source tank/data
at '2026-03-01 12:00:00'
same_as_script backup --ssh-source source --set-snapshot-properties=x:one=1,x:two=b=c offsite1 backup/server1
expect_equal "$(on source zfs get -H -o value x:two "tank/data@$(days 1)")" 'b=c' "a property of the snapshot"
expect_equal "$(on backup zfs get -H -o value x:one "backup/server1/tank/data@$(days 1)")" 1 "received with it"

for day in 2 3; do
  write source tank/data
  at "2026-03-0$day 12:00:00"
  zw_on source backup offsite1
done
at '2026-03-03 13:00:00'
remember
same_as_script backup --ssh-source source --exclude-snapshot-pattern 'data@.*-2026030[25]' --exclude-snapshot-pattern nothing offsite1 backup/server1
expect_snapshots backup backup/server1/tank/data "$(days 1 3)"

# The brake.
recall
pull --keep-source=0 --keep-target=0 --max-destroy=1
expect_status 255
expect_err '2 snapshots would be destroyed on the source, more than --max-destroy=1 allows'
expect_unchanged
pull --test --keep-source=0 --keep-target=0 --max-destroy=1
expect_status 255
expect_out "  [Source] tank/data@$(days 1): Destroying"
pull --plan=sh --keep-source=0 --keep-target=0 --max-destroy=1
expect_status 255
[[ ! -s $WORK/out ]] || fail "a script all the same"
pull --keep-source=0 --keep-target=0 --max-destroy=100%
expect_status 0

# Clones: each from its origin, after it.
on source zfs create tank/z
write source tank/z
at '2026-03-04 12:00:00'
pull
on source zfs clone "tank/z@$(days 4)" tank/a-clone
write source tank/a-clone
write source tank/z
at '2026-03-05 12:00:00'
remember
pull
expect_out '  NOTE: [Source] tank/a-clone: Clones support is disabled, expect dataset expansion'
expect_equal "$(on backup zfs get -H -o value origin backup/server1/tank/a-clone)" - "the origin"
recall
same_as_script backup --ssh-source source --clones=simple offsite1 backup/server1
expect_equal "$(on backup zfs get -H -o value origin backup/server1/tank/a-clone)" "backup/server1/tank/z@$(days 4)" "the origin"
at '2026-03-06 12:00:00'
write source tank/a-clone
pull --clones=simple --keep-source=1 --keep-target=1
expect_status 0
expect_snapshots backup backup/server1/tank/a-clone "$(days 6)"
expect_exists backup "backup/server1/tank/z@$(days 4)"
on backup zfs create backup/second
zw backup --ssh-source source --clones=simple --exclude-snapshot-pattern "z@$(days 4)" offsite1 backup/second
expect_status 1
expect_err "! [Source] tank/a-clone: FAILED: Origin backup/second/tank/z@$(days 4) for clone tank/a-clone does not exist on target."

# Options of the past.
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
run_program backup "$WORK/zfs-autobackup" --ssh-source source --resume --raw --ignore-replicated --clones=simple offsite1 backup/server1
expect_status 0
expect_out "  NOTE: The --resume option isn't needed anymore (it's autodetected now)"
expect_out "  NOTE: The --raw option isn't needed anymore (it's autodetected now). Also see --encrypt and --decrypt."
expect_out '  NOTE: --ignore-replicated has been renamed, using --exclude-unchanged'
