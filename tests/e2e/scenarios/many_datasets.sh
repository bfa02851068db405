# Thousands of datasets: one atomic snapshot command, -r where all below are wanted; by stdin of the far sh when it is long; split, and said
# to be not atomic, only where no command can hold it.

# Defect of the original: all datasets on one `zfs snapshot` line (too long)
zfs=$FAKE_BIN/fake_zfs
rm -rf "$FAKE_ZFS_STATE"
on source "$zfs" --make pools=1,datasets=3000,snapshots=1,name=offsite1
on backup zpool create backup /dev/fake
on backup zfs create backup/server1
at '2026-03-01 12:00:00'
export FAKE_SSH_LOG=$WORK/connections

zw_on source backup --allow-empty offsite1
expect_status 0
expect_equal "$(grep -c 'zfs snapshot' "$FAKE_ZFS_LOG")" 1 "snapshot commands"
expect_ran source 'zfs snapshot -r tank@offsite1-20260301120000$'
expect_equal "$(on source zfs list -H -t snapshot -o name | grep -c @offsite1-20260301120000)" 3001 "snapshots"

# One is left out: no -r, one command for all others, over ssh on stdin; nothing is split.
on source zfs set autobackup:offsite1=false tank/group7/fs7
at '2026-03-02 12:00:00'
pull --verbose --allow-empty --no-send --no-thinning
expect_status 0
expect_no_out 'not atomic'
expect_equal "$(grep -c 'zfs snapshot' "$FAKE_ZFS_LOG")" 1 "snapshot commands"
expect_not_ran source 'zfs snapshot -r'
expect_equal "$(on source zfs list -H -t snapshot -o name | grep -c @offsite1-20260302120000)" 3000 "snapshots"
expect_missing source tank/group7/fs7@offsite1-20260302120000
((${#FAKE_SSH_LOG} > 0 && $(awk '{ if (length > longest) longest = length } END { print longest }' "$FAKE_SSH_LOG") < 8192)) || fail "a long command on an ssh command line"
# It is what the script does too.
at '2026-03-03 12:00:00'
same_as_script backup --ssh-source source --allow-empty --no-send --no-thinning offsite1 backup/server1

# Names too long for one command.
long=$(printf 'x%.0s' {1..180})
rm -rf "$FAKE_ZFS_STATE"
on source "$zfs" --make "pools=1,datasets=6000,snapshots=1,name=offsite1,pool=$long"
on source zfs set autobackup:offsite1=false "$long/group7/fs7"
at '2026-03-04 12:00:00'
zw_on source backup --allow-empty --no-thinning offsite1
expect_status 0
expect_out "NOTE: [Source] The datasets of pool $long do not fit into one command: their snapshots are not atomic"
lots=$(grep -c 'zfs snapshot' "$FAKE_ZFS_LOG")
((lots > 1 && lots < 6)) || fail "$lots snapshot commands"
expect_equal "$(on source zfs list -H -t snapshot -o name | grep -c @offsite1-20260304120000)" 6000 "snapshots"
