# The main job, by pull: filesystems, a volume and a name with a space; then what changed.
on source zfs create tank/data
on source zfs create 'tank/my docs'
on source zfs create -V 8M tank/vol
on source zfs set autobackup:offsite1=true tank
on backup zfs create backup/server1

at '2026-03-01 12:00:00'
same_as_script backup --ssh-source source offsite1 backup/server1
expect_snapshots backup 'backup/server1/tank/my docs' offsite1-20260301120000
expect_snapshots backup backup/server1/tank/vol offsite1-20260301120000
expect_equal "$(holds_of source tank | wc -l)" 4 "holds on the source"

at '2026-03-01 13:00:00'
zw backup --verbose --ssh-source source offsite1 backup/server1
expect_status 0
expect_out '  [Source] No changes anywhere: not creating snapshots.'
expect_equal "$(commands source)" 2 "commands on the source when nothing changed"
expect_equal "$(commands backup)" 2 "commands on the target when nothing changed"

write source tank/data
write source 'tank/my docs'
at '2026-03-01 14:00:00'
same_as_script backup --ssh-source source offsite1 backup/server1
expect_snapshots backup backup/server1/tank/data 'offsite1-20260301120000 offsite1-20260301140000'
expect_snapshots backup backup/server1/tank offsite1-20260301120000
expect_equal "$(holds_of source tank/data)" "tank/data@offsite1-20260301140000	zfs_autobackup:offsite1"
expect_equal "$(holds_of backup backup/server1/tank/data)" "backup/server1/tank/data@offsite1-20260301140000	zfs_autobackup:offsite1"
