# Several targets: the property of one job comes along with the other's streams, so that its copies are selected, too. They are left out with a
# NOTE, locally, by push, by script; --include-received takes them. What is only a copy of what is not here, or lives on, is a source.
on backup zpool create other /dev/fake
on backup zfs create other/in
make_job tank/data
on source zfs set autobackup:second=true tank
write source tank/data
pull
expect_status 0
expect_equal "$(on backup zfs get -H -o value,source autobackup:second backup/server1/tank)" $'true\treceived' 'what came along'

# The originals are on another host: here the copies are all there is.
remember
at '2026-03-02 12:00:00'
zw backup second other/in
expect_status 0
expect_exists backup other/in/backup/server1/tank/data
expect_no_out 'as a copy of'
recall

# One host, two disks.
on backup zfs set autobackup:second=false backup/server1/tank
on backup zpool create disk /dev/fake
on backup zfs create disk/in
on backup zfs create backup/own
on backup zfs create backup/own/sub
for job in first second; do on backup zfs set "autobackup:$job=true" backup/own; done
write backup backup/own
at '2026-03-03 12:00:00'
zw backup first disk/in
expect_status 0
at '2026-03-03 13:00:00'
zw backup second other/in
expect_status 0
expect_out 'NOTE: [Source] disk/in/backup/own and 1 more: skipped: it is a copy of backup/own'
expect_exists backup other/in/backup/own/sub
expect_missing backup other/in/disk
expect_equal "$(on backup zfs list -H -o name -t snapshot -r disk | grep -c '@second' || :)" 0 'snapshots of the second job on the first copy'
write backup backup/own
at '2026-03-04 12:00:00'
zw backup first disk/in
expect_status 0
same_as_script backup second other/in
expect_missing backup other/in/disk

# By push, by another target's name, and with the option.
at '2026-03-05 12:00:00'
on source zfs create tank/in
zw backup --ssh-target source --test second tank/in
expect_status 0
expect_out 'skipped: it is a copy of backup/own'
zw backup --include-received second other/in
expect_status 0
expect_exists backup other/in/disk/in/backup/own

# One that records its source is a copy whatever has been done to it. One that came by another road and lives on is a source, and said.
at '2026-03-06 12:00:00'
write backup disk/in/backup/own
zw backup --test second other/in
expect_status 0
expect_out 'NOTE: [Source] disk/in/backup/own and 1 more: skipped: it is a copy of backup/own'
on backup zfs inherit zwinnow:source disk/in/backup/own
zw backup --test second other/in
expect_status 0
expect_out 'NOTE: [Source] disk/in/backup/own'
expect_out 'but has changes of its own.'
