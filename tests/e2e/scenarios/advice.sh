# What is said when something is wrong: the cause, once, and a cure that cures; noise is no failure.
make_job tank/a tank/b
at '2026-03-01 12:00:00'

# Settings that act where they arrive are said when they come, and not again.
on source zfs set quota=10G tank/a
on source zfs set sharenfs=rw tank
on source zfs set com.sun:auto-snapshot=true tank/a
on source zfs set com.sun:auto-snapshot=true tank/b
pull
expect_status 0
expect_no_out sharenfs # which stays out
expect_out 'NOTE: [Target] backup/server1/tank/a: quota=10737418240 comes with the stream, and counts the snapshots of the copy, too, so that a longer history may not fit. zfs set quota=none backup/server1/tank/a undoes it for good; --filter-properties=quota keeps it from new copies'
expect_out 'NOTE: [Target] backup/server1/tank/a and 1 more: com.sun:auto-snapshot=true comes with the stream'
write source tank/a
write source tank
at '2026-03-02 12:00:00'
pull
expect_quiet
expect_ran backup 'zfs recv -u -x sharenfs -x sharesmb -v -s backup/server1/tank'
on source zfs set quota=20G tank/a
write source tank/a
at '2026-03-03 12:00:00'
remember
pull
expect_out 'quota=21474836480 comes with the stream'
recall
on backup zfs set quota=none backup/server1/tank/a
pull
expect_quiet
recall
pull --filter-properties=quota
expect_quiet

# It is exceeded: the cure names the copy. The same advice is not given twice.
recall
write source tank/b
full='cannot receive incremental stream: destination backup/server1/tank/a space quota exceeded.'
FAKE_ZFS_FAULT="zfs recv *tank/[ab]:1:$full" pull
expect_status 2
expect_err 'zfs set quota=none backup/server1/tank/a (--filter-properties does not help'
expect_equal "$(grep -c 'does not help' "$WORK/err")" 1 "how often the advice is given"
recall
FAKE_ZFS_FAULT='zfs recv *tank/a:1:cannot receive incremental stream: incremental send stream requires -L (--large-block), to match previous receive.' pull
expect_err 'this direction cannot go on'

# Noise on stderr: what is tolerated stays so, and a target that is not there is found to be so.
recall
printf '#!/bin/sh\necho "libfoo: no version information" >&2\nexec sh "$@"\n' > "$WORK/noisy"
chmod +x "$WORK/noisy"
on source zfs hold zfs_autobackup:offsite1 "tank/b@$(snapshots_of source tank/b | awk '{ print $NF }')" 2> /dev/null || :
FAKE_ZFS_FAULT="after:zfs hold *:1:cannot hold snapshot 'tank/a@offsite1-20260303120000': tag already exists on this dataset" \
  FAKE_LOGIN_SHELL=$WORK/noisy pull --no-thinning
expect_status 0
FAKE_LOGIN_SHELL=$WORK/noisy zw_on source backup --ssh-target backup offsite1 backup/nosuch
expect_status 255
expect_err "Target path 'backup/nosuch' does not exist"

# Login files that print on stdout are named, with a newline or without.
for print in 'echo "Welcome to source"' 'printf "Welcome to source"'; do
  recall
  printf '#!/bin/sh\n%s\nexec sh "$@"\n' "$print" > "$WORK/noisy"
  FAKE_LOGIN_SHELL=$WORK/noisy pull
  expect_refusal '[Source] a login file on source' "prints 'Welcome to source' on stdout"
  FAKE_LOGIN_SHELL=$WORK/noisy zw holds --ssh-source source offsite1 backup/server1
  expect_refusal '[Source] a login file on source' "prints 'Welcome to source' on stdout"
done
FAKE_LOGIN_SHELL=$WORK/noisy push
expect_status 255
expect_err "[Target] a login file on backup"

# A name that is taken on the target may be that of the only common base: nobody is told to destroy it.
make_pools
make_job tank/a
pull
on source zfs rename "tank/a@offsite1-20260303120000" tank/a@old
on source zfs snapshot "tank/a@offsite1-20260303120000"
write source tank/a
at '2026-03-04 12:00:00'
pull
expect_status 1
expect_err 'zfs rename backup/server1/tank/a@offsite1-20260303120000 backup/server1/tank/a@offsite1-20260303120000.other'
on backup zfs rename backup/server1/tank/a@offsite1-20260303120000 backup/server1/tank/a@offsite1-20260303120000.other
pull
expect_status 0
