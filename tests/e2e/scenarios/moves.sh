# A renamed or promoted dataset is not sent again in silence; what a replaced disk, or a copy that is gone, leaves held is said.
make_job tank/a tank/a/sub
at '2026-03-01 12:00:00'
write source tank/a
pull
expect_status 0
first=tank/b@offsite1-20260301120000
on source zfs rename tank/a tank/b
write source tank/b
at '2026-03-02 12:00:00'
remember

# Not sent, nothing of it thinned, here or there; others go on. In every run until one of the cures.
write source tank
for day in 2 3; do
  at "2026-03-0$day 12:00:00"
  pull --keep-source=1 --keep-target=1 --destroy-missing=1s
  expect_status 2
  expect_err 'tank/b: FAILED: it was renamed or promoted: its history on the target is backup/server1/tank/a. To go on with that: zfs rename -u backup/server1/tank/a backup/server1/tank/b; or --resend-renamed sends all of it anew'
  expect_err 'tank/b/sub: FAILED: its parent tank/b could not be received'
  expect_snapshots backup backup/server1/tank/a offsite1-20260301120000
  expect_exists backup backup/server1/tank/a/sub
  expect_exists source "$first"
done
expect_snapshots backup backup/server1/tank offsite1-20260302120000
pull --test
expect_status 2
expect_err '--resend-renamed'

# The first cure, as the message says it.
on backup zfs rename -u backup/server1/tank/a backup/server1/tank/b
at '2026-03-04 12:00:00'
pull --verbose --keep-source=1
expect_status 0
expect_no_out '(new)'
expect_missing source "$first"

# The other one: all of it, and the old base is held no more when that is there.
recall
at '2026-03-02 12:00:00'
same_as_script backup --ssh-source source --keep-source=1 --resend-renamed offsite1 backup/server1
recall
pull --keep-source=1 --resend-renamed
expect_status 0
expect_out 'NOTE: [Source] tank/b and 1 more: was renamed or promoted, and is sent anew to backup/server1/tank/b. The copy so far stays: backup/server1/tank/a'
expect_holds source tank/b 'tank/b/sub@offsite1-20260301120000 zfs_autobackup:offsite1 tank/b@offsite1-20260302120000 zfs_autobackup:offsite1'
expect_holds backup backup/server1/tank/a ''
write source tank/b
at '2026-03-03 12:00:00'
pull --keep-source=1
expect_status 0
expect_quiet
expect_missing source "$first"

# Under the old name it is sent anew, and said.
recall
at '2026-03-02 12:00:00'
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
run_program backup "$WORK/zfs-autobackup" --ssh-source source --keep-source=1 offsite1 backup/server1
expect_status 0
expect_out 'is sent anew'
expect_snapshots backup backup/server1/tank/b 'offsite1-20260301120000 offsite1-20260302120000'

# A promoted clone takes the history along. One command cures both.
recall
on source zfs clone tank/b@offsite1-20260301120000 tank/c
on source zfs promote tank/c
on backup zfs rename -u backup/server1/tank/a backup/server1/tank/b
at '2026-03-02 12:00:00'
pull
expect_status 2
expect_err 'tank/b: FAILED: Cant find common snapshot with target. To send it anew and keep what is there: zfs rename -u backup/server1/tank/b backup/server1/tank/c'
expect_err 'tank/c: FAILED: it was renamed or promoted: its history on the target is backup/server1/tank/b. To go on with that: zfs rename -u backup/server1/tank/b backup/server1/tank/c; or'
on backup zfs rename -u backup/server1/tank/b backup/server1/tank/c
on backup zfs rename -u backup/server1/tank/c/sub backup/server1/tank/sub
pull
expect_status 1 # tank/b/sub: its copy is backup/server1/tank/sub
on backup zfs rename -u backup/server1/tank/sub backup/server1/tank/b/sub
pull
expect_status 0

# A replaced disk: its base is another target's for all that anybody can tell. Every run that gives it up says so.
make_pools
make_job tank/a
at '2026-03-01 12:00:00'
pull
on backup zpool destroy backup
on backup zpool create backup /dev/fake
on backup zfs create backup/server1
for day in 2 3 4; do
  write source tank/a
  at "2026-03-0$day 12:00:00"
  pull --keep-source=1 --keep-target=3
  expect_status 0
  expect_out 'NOTE: [Source] '
  expect_out 'tank/a@offsite1-20260301120000 (since Sun Mar  1 12:00 2026)'
  expect_out 'held by zfs_autobackup:offsite1 for another target, or a copy that is gone. zwinnow holds offsite1 backup/server1'
done
expect_snapshots source tank/a 'offsite1-20260301120000 offsite1-20260304120000'
# As a source that only snapshots sees it: both targets' bases.
write source tank/a
at '2026-03-05 12:00:00'
zw_on source backup --keep-source=1 offsite1
expect_out 'held by zfs_autobackup:offsite1. zwinnow holds offsite1 lists'
# The cure that it names.
zw holds --ssh-source source --release=1d offsite1 backup/server1
expect_status 0
expect_missing_hold() { ! holds_of source "$1" | grep -q "$2" || fail "$2 is still held"; }
expect_missing_hold tank/a offsite1-20260301120000

# This target's own tag is released when its copy was destroyed to start anew; a plain one is not.
tag=$(holds_of source tank/a | sed -n 's/.*\t//p' | sort -u)
on backup zfs release "$tag" "backup/server1/tank/a@$(snapshots_of backup backup/server1/tank/a | awk '{ print $NF }')"
on backup zfs destroy -r backup/server1/tank/a
write source tank/a
at '2026-03-06 12:00:00'
pull --keep-source=1 --keep-target=3
expect_status 0
expect_equal "$(holds_of source tank/a)" "tank/a@offsite1-20260306120000	$tag"
