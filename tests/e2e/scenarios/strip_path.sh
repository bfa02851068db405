# --strip-path leaves out the first parts of names; too many, and two sources for one target, are refused before anything is done.
make_job tank/data tank/data/vm tank/data/vm/disk
on source zfs set autobackup:offsite1=child tank/data
on source zfs inherit autobackup:offsite1 tank
at '2026-03-01 12:00:00'
same_as_script backup --ssh-source source --strip-path=2 offsite1 backup/server1
expect_snapshots backup backup/server1/vm "$(days 1)"
expect_snapshots backup backup/server1/vm/disk "$(days 1)"
at '2026-03-02 12:00:00'
write source tank/data/vm
write source tank/data/vm/disk
same_as_script backup --ssh-source source --strip-path=2 --keep-source=1 --keep-target=1 offsite1 backup/server1
expect_snapshots backup backup/server1/vm "$(days 2)"
expect_snapshots source tank/data/vm/disk "$(days 2)"

# A parent that is not selected is made, empty.
on source zfs create -p tank/data/a/b/c
on source zfs set autobackup:offsite1=false tank/data/a
on source zfs set autobackup:offsite1=true tank/data/a/b/c
at '2026-03-03 12:00:00'
same_as_script backup --ssh-source source --strip-path=1 --resend-renamed offsite1 backup/server1
expect_equal "$(on backup zfs get -H -o value canmount backup/server1/data/a)" off "canmount of a made parent"
expect_snapshots backup backup/server1/data/a/b/c "$(days 3)"

# Exactly all parts: received onto the target path itself, which must not be there with other content.
on source zfs create tank/root
on source zfs set autobackup:offsite1=false tank/data tank/data/a/b/c
on source zfs set autobackup:offsite1=true tank/root
at '2026-03-04 12:00:00'
pull --strip-path=2
expect_status 1
expect_err '! [Source] tank/root: FAILED: target backup/server1 exists without any snapshot'

on source zfs set autobackup:offsite1=true tank
remember
pull --strip-path=2
expect_refusal 'Trying to strip too much from path (2 items from tank)' 'Use a smaller --strip-path'
expect_not_ran source 'zfs snapshot'
pull --test --strip-path=2
expect_refusal 'Trying to strip too much from path (2 items from tank)'

on source zpool create pool2 /dev/fake
on source zfs create pool2/root
on source zfs set autobackup:offsite1=true pool2/root
remember
pull --strip-path=1
expect_refusal 'Target collision: Target path backup/server1/root encountered twice, due to:' tank/root pool2/root 'Use a smaller --strip-path'
expect_not_ran source 'zfs snapshot'
