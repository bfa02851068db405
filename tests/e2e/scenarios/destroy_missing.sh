# --destroy-missing: the copy of what is gone for long goes too, a whole tree in one run, by a script as by a run; never what only looks
# missing, or what somebody holds.
make_job tank/gone tank/gone/child tank/held tank/stays tank/bad
for day in 1 2; do
  at "2026-03-0$day 12:00:00"
  pull --allow-empty
done
for dataset in tank/gone tank/gone/child tank/held; do on source zfs release zfs_autobackup:offsite1 "$dataset@$(days 2)"; done
on source zfs destroy -r tank/gone
on source zfs destroy -r tank/held
on source zfs set autobackup:offsite1=yes tank/bad
on backup zfs hold mine "backup/server1/tank/held@$(days 1)"

at '2026-03-10 12:00:00'
remember
wanted_status=1 same_as_script backup --ssh-source source --no-snapshot --destroy-missing=9d offsite1 backup/server1
pull --verbose --no-snapshot --destroy-missing=9d
expect_out '  [Target] backup/server1/tank/gone/child: Destroy missing: Waiting for deadline.'
expect_exists backup backup/server1/tank/gone/child
wanted_status=1 same_as_script backup --ssh-source source --no-snapshot --no-thinning --destroy-missing=7d offsite1 backup/server1
expect_missing backup backup/server1/tank/gone
expect_exists backup "backup/server1/tank/held@$(days 1)"
expect_exists backup backup/server1/tank/bad
recall
pull --verbose --no-snapshot --destroy-missing=7d
expect_status 1
expect_out '  [Target] backup/server1/tank/gone/child: Destroy missing.'
expect_out "  [Target] backup/server1/tank/held: Destroy missing: Held by 'mine'."
expect_missing backup backup/server1/tank/gone

# A destroy that fails is told; it counts, but not under the drop-in name.
recall
on source zfs set autobackup:offsite1=true tank/bad
fault='zfs destroy backup/server1/tank/gone:1:cannot destroy: dataset is busy'
FAKE_ZFS_FAULT=$fault pull --no-snapshot --destroy-missing=7d
expect_status 1
expect_err '! [Target] backup/server1/tank/gone: Error during --destroy-missing: '
recall
on source zfs set autobackup:offsite1=true tank/bad
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
autobackup() { run_program backup "$WORK/zfs-autobackup" --verbose --ssh-source source --no-snapshot --destroy-missing=7d offsite1 backup/server1; }
FAKE_ZFS_FAULT=${fault/gone:/gone/child:} autobackup
expect_status 0
expect_err '! [Target] backup/server1/tank/gone/child: Error during --destroy-missing: '

# Under that name the leaves go first, in its words, and their parents in a later run.
recall
on source zfs set autobackup:offsite1=true tank/bad
autobackup
expect_out '  [Target] backup/server1/tank/gone: Destroy missing: Still has children here.'
autobackup
expect_out '  [Target] backup/server1/tank/gone: Destroying'
expect_missing backup backup/server1/tank/gone
