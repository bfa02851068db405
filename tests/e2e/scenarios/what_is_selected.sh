# Selection: values, inheritance, a bad value that is counted while others go on; children of what failed; nothing selected; only excluded.
at '2026-03-01 12:00:00'
on backup zfs create backup/server1
pull
expect_status 255
expect_err "No source filesystems selected, please do a 'zfs set autobackup:offsite1=true' on the source datasets you want to select."
expect_equal "$(wc -l < "$WORK/err")" 1 "lines on stderr"
pull --property-format='backup:{}'
expect_err "'zfs set backup:offsite1=true'"

for dataset in tank/t tank/t/below tank/f tank/f/below tank/c tank/c/below tank/p tank/p/below tank/bad tank/bad/below tank/bad/good tank/none; do
  on source zfs create "$dataset"
done
on source zfs set autobackup:offsite1=true tank/t tank/bad/good
on source zfs set autobackup:offsite1=false tank/f
on source zfs set autobackup:offsite1=child tank/c
on source zfs set autobackup:offsite1=parent tank/p
on source zfs set autobackup:offsite1=True tank/bad
pull --verbose
expect_status 1
expect_err "! [Source] tank/bad: FAILED: autobackup:offsite1 has illegal value: 'True'"
expect_equal "$(grep -c FAILED "$WORK/err")" 1 "complaints"
expect_err '! 1 dataset(s) failed!'
selected=$(sed -n 's/^  \[Source\] \(.*\): Selected$/\1/p' "$WORK/out" | xargs)
expect_equal "$selected" 'tank/bad/good tank/c/below tank/p tank/t tank/t/below' "what is selected"
expect_out '  [Source] tank/f: Excluded'
expect_no_out 'tank/none'
for dataset in $selected; do expect_exists backup "backup/server1/$dataset@$(days 1)"; done
expect_missing backup backup/server1/tank/f
expect_equal "$(snapshots_of backup backup/server1/tank/bad)" '' "snapshots of a made parent"
expect_equal "$(on backup zfs get -H -o value canmount backup/server1/tank/bad)" off "canmount of a made parent"
# The same is found again: nothing to do, and still counted.
at '2026-03-01 13:00:00'
pull
expect_status 1
expect_not_ran source 'zfs s[en]'

# A bad value alone: not "nothing selected".
on source zfs inherit -r autobackup:offsite1 tank
on source zfs set autobackup:offsite1=yes tank/t
pull
expect_status 1
expect_err "! [Source] tank/t: FAILED: autobackup:offsite1 has illegal value: 'yes'"

# Only excluded ones: well done.
on source zfs set autobackup:offsite1=false tank
on source zfs inherit autobackup:offsite1 tank/t
pull --verbose
expect_status 0
expect_out '  [Source] No changes anywhere: not creating snapshots.'
on source zfs set autobackup:offsite1=true tank
pull --verbose --exclude-unchanged=1000000000
expect_status 0
expect_out '  [Source] tank/t: Excluded (by --exclude-unchanged)'
expect_out '  [Source] No changes anywhere: not creating snapshots.'

fault='zfs recv *tank/new:1:cannot receive: no luck'
# Children of a failed parent fail too, all the way down, and are counted; a sibling does not.
make_pools
make_job tank/old
pull
expect_status 0
on source zfs create -p tank/new/child/grandchild
on source zfs create tank/newer
at '2026-03-02 12:00:00'
FAKE_ZFS_FAULT=$fault pull
expect_status 3
expect_err '! [Source] tank/new: FAILED:'
expect_err '! [Source] tank/new/child: FAILED: its parent tank/new could not be received'
expect_err '! [Source] tank/new/child/grandchild: FAILED: its parent tank/new/child could not be received'
expect_missing backup backup/server1/tank/new
expect_exists backup "backup/server1/tank/newer@$(days 2)"
# On an existing target a failed parent does not matter.
at '2026-03-03 12:00:00'
pull
expect_status 0
write source tank/new
write source tank/new/child
at '2026-03-04 12:00:00'
FAKE_ZFS_FAULT=$fault pull
expect_status 1
expect_exists backup "backup/server1/tank/new/child@$(days 4)"
