# New copies are mounted read-only, in one command for all, and only below the target path's own mountpoint, onto directories that are there, empty,
# and no mountpoints. Of the rest one NOTE tells. The folders are real ones, the mounts are not.
make_job tank/ok tank/full tank/gone tank/off tank/none tank/legacy tank/away tank/link tank/hidden tank/twice tank/up
on source zfs set canmount=off tank
on source zfs set canmount=off tank/off
on source zfs create tank/off/below
on source zfs create tank/full/below
on source zfs set mountpoint=none tank/none
on source zfs set mountpoint=legacy tank/legacy
on source zfs set mountpoint="$WORK/away" tank/away
on source zfs set mountpoint="$WORK/mnt/tank/ok" tank/twice
on source zfs set mountpoint="$WORK/mnt/../away" tank/up
on source zfs create -V 8M tank/vol
on backup zfs set mountpoint="$WORK/mnt" backup/server1
mkdir -p "$WORK/away" "$WORK/mnt/tank/"{ok,full/below,none,legacy,hidden,off/below}
ln -s ok "$WORK/mnt/tank/link"
touch "$WORK/mnt/tank/full/file" "$WORK/mnt/tank/hidden/.file"
at '2026-03-01 12:00:00'
remember
mounted() { on backup zfs list -H -r -o mounted,name backup/server1 | sed -n 's,^yes\tbackup/server1/*,,p' | xargs; }
wanted='tank/off/below tank/ok'

same_as_script backup --ssh-source source offsite1 backup/server1
expect_equal "$(mounted)" "$wanted" "what is mounted"
recall
pull
expect_status 0
expect_equal "$(mounted)" "$wanted" "what is mounted"
expect_ran backup 'zfs mount -o ro backup/server1/tank/ok'
expect_equal "$(grep -c 'zfs list -H -o canmount' "$FAKE_ZFS_LOG")" 1 "looks at the copies"
expect_equal "$(grep -c 'zfs mount' "$FAKE_ZFS_LOG")" 2 "mounts"
expect_equal "$(grep 'stay unmounted' "$WORK/out")" "  NOTE: [Target] 8 of 10 new filesystems stay unmounted: backup/server1/tank/away ($WORK/away is not below the mountpoint of backup/server1), backup/server1/tank/up ($WORK/mnt/../away is no plain path), backup/server1/tank/full ($WORK/mnt/tank/full is not empty) and 5 more. To read one without a change: mount -t zfs backup/server1/tank/away@$(days 1) /mnt"

# Pushed: it is the target's host that looks. A target path without a mountpoint has no place for any.
recall
push
expect_status 0
expect_equal "$(mounted)" "$wanted" "what is mounted by a push"
recall
on backup zfs set mountpoint=none backup/server1
pull
expect_status 0
expect_equal "$(mounted)" '' "what is mounted without a place"
expect_out "NOTE: [Target] 3 of 3 new filesystems stay unmounted: backup/server1/tank/away ($WORK/away is not below"

# A value that looks like the line of another copy: nothing is mounted by what it says.
recall
on source zfs set mountpoint="$WORK/mnt
on	no	-	backup/server1/tank/away	$WORK/mnt/tank/ok" tank/twice
pull
expect_status 0
expect_equal "$(mounted)" '' "what is mounted by a forged line"
expect_out '(zfs list gives more than a line for each copy)'

# Only what is new: what somebody has unmounted stays so.
recall
pull
on backup zfs unmount backup/server1/tank/ok
on source zfs create tank/new
mkdir "$WORK/mnt/tank/new"
at '2026-03-02 12:00:00'
write source tank/ok
pull
expect_status 0
expect_equal "$(mounted)" 'tank/new tank/off/below' "what is mounted later"
expect_no_out 'stay unmounted'
