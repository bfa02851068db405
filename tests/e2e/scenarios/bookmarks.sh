# --bookmarks: a bookmark stands for the common base, so the source may keep no snapshot at all; by a script as by a run, after a kill, with
# two targets, and going over from holds.
make_job tank/data
write source tank/data
marks() { on source zfs list -H -o name -t bookmark "$1" | sed 's/.*#//; s/_[0-9a-f]*$//' | xargs; }
to() { same_as_script backup --ssh-source source --bookmarks --keep-source=0 --keep-target=2 offsite1 "$@"; }

for day in 1 2 3; do
  at "2026-03-0$day 12:00:00"
  write source tank/data
  to backup/server1
  expect_snapshots source tank/data ''
  expect_equal "$(marks tank/data)" "$(days $day)" "the bookmarks of day $day"
done
expect_snapshots backup backup/server1/tank/data "$(days 2 3)"
expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$(days 3) zfs_autobackup:offsite1:$(on backup zfs get -Hp -o value guid backup/server1 | xargs printf '%016x' | tail -c 8)"
grep -q -e '-i .*#offsite1' "$WORK/script" || fail "the script does not start from a bookmark"

# Another target has its own.
on backup zfs create backup/second
at '2026-03-04 12:00:00'
write source tank/data
to backup/second
expect_equal "$(marks tank/data)" "$(days 3 4)" "the bookmarks"
at '2026-03-05 12:00:00'
write source tank/data
to backup/server1
expect_equal "$(marks tank/data)" "$(days 4 5)" "the bookmarks"
expect_snapshots backup backup/server1/tank/data "$(days 3 5)"

# The bookmark cannot be made: the dataset fails, and its snapshot stays.
at '2026-03-06 12:00:00'
write source tank/data
FAKE_ZFS_FAULT='zfs bookmark *tank/data*:1:cannot create bookmark: no luck' pull --bookmarks --keep-source=0
expect_status 1
expect_snapshots source tank/data "$(days 6)"
at '2026-03-07 12:00:00'
write source tank/data
to backup/server1
expect_snapshots source tank/data ''
expect_equal "$(marks tank/data)" "$(days 4 7)" "the bookmarks"

# Going over from holds, encrypted datasets too; those keep theirs where ZFS is too old for raw streams from bookmarks.
on source zfs create tank/held
on source zfs create -o encryption=on -o keyformat=passphrase -o keylocation=file:///key tank/secret
at '2026-03-08 12:00:00'
pull
expect_holds source tank/held "tank/held@$(days 8) zfs_autobackup:offsite1"
at '2026-03-09 12:00:00'
write source tank/held
write source tank/secret
to backup/server1
expect_snapshots source tank/held ''
expect_equal "$(marks tank/held)" "$(days 9)" "the bookmarks"
expect_equal "$(marks tank/secret)" "$(days 9)" "the bookmarks"
expect_snapshots source tank/secret ''
write source tank/secret
at '2026-03-09 18:00:00'
to backup/server1
expect_ran source 'zfs send.*--raw.*-i .#offsite1-20260309120000_.*tank/secret@'
on source zfs create -o encryption=on -o keyformat=passphrase -o keylocation=file:///key tank/older
write source tank/older
at '2026-03-09 19:00:00'
FAKE_ZFS_VERSION=2.1.5 to backup/server1
expect_equal "$(marks tank/older)" '' "the bookmarks"
expect_snapshots source tank/older offsite1-20260309190000
expect_holds source tank/older "tank/older@offsite1-20260309190000 zfs_autobackup:offsite1"
on source zfs set autobackup:offsite1=false tank/older

# Without the option again: the bookmark is still the base, and what is sent now is held.
at '2026-03-10 12:00:00'
write source tank/data
pull --verbose
expect_status 0
expect_no_out '(new)'
expect_exists source "tank/data@$(days 10)"
[[ $(holds_of source tank/data) == *zfs_autobackup:offsite1:* ]] || fail "the base is not held"
