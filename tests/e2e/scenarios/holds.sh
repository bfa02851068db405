# zwinnow holds: which holds are ours, since when and for whom; what was left by a retired target is released, and no base.
make_job tank/data tank/more
on usb zpool create usb /dev/fake
on usb zfs create usb/old
to_backup() { zw_on source backup --ssh-target backup --keep-source=1 --keep-target=5 offsite1 backup/server1; }
to_usb() { zw_on source backup --ssh-target usb --keep-source=1 --keep-target=5 offsite1 usb/old; }
holds() { zw_on source holds "$@"; }
with_backup=(--ssh-target backup offsite1 backup/server1)
# expect_line WORD…: a line of stdout with these columns.
expect_line() {
  local words
  words=$(printf ' +%s' "$@")
  grep -qE -e "^${words# +}\$" "$WORK/out" || fail "no line: $*"
}

# Nothing is held yet.
holds offsite1
expect_status 0
expect_equal "$(cat "$WORK/out")" '0 holds of ours: 0 on the source.' "stdout"

# usb is first, and uses the plain tag; backup has one of its own. Then usb is retired.
at '2025-01-01 12:00:00'
to_usb
expect_status 0
at '2025-01-02 12:00:00'
for dataset in data more; do write source tank/$dataset; done
to_backup
expect_status 0
at '2026-03-01 12:00:00'
write source tank/data
to_backup
expect_status 0
on source zfs snapshot tank/data@by-hand
faked source zfs hold mine tank/data@by-hand
faked source zfs hold zfs_autobackup:offsite11 tank/data@by-hand
faked source zfs hold zfs_autobackup:other tank/data@by-hand
at '2026-03-02 13:00:00'
remember
own=$(holds_of backup backup/server1/tank/data | cut -f 2)
[[ $own == zfs_autobackup:offsite1:???????? ]] || fail "the tag of backup is '$own'"
retired=offsite1-20250101120000 older=offsite1-20250102120000 newest=offsite1-20260301120000

# --- Listing ---

holds
expect_status 0
expect_out 'SIDE    SNAPSHOT  '
expect_line source tank/data@$retired zfs_autobackup:offsite1 425 days unknown target
expect_line source tank/data@$newest "$own" 1 day unknown target
expect_line source tank/data@by-hand zfs_autobackup:other 1 day unknown target
expect_line source tank/data@by-hand zfs_autobackup:offsite11 1 day unknown target
expect_no_out mine
expect_equal "$(tail -n 1 "$WORK/out")" '8 holds of ours: 8 on the source.' "the total"
expect_equal "$(sed -n 2p "$WORK/out" | awk '{ print $4 }')" 425 "the oldest comes first"

holds "${with_backup[@]}"
expect_status 0
expect_line source tank/data@$retired zfs_autobackup:offsite1 425 days another target
expect_line source tank/data@$newest "$own" 1 day backup/server1 common base
expect_line source tank/more@$older "$own" 424 days backup/server1 common base
expect_line target backup/server1/tank/data@$newest "$own" 1 day backup/server1 common base
expect_no_out by-hand
expect_equal "$(tail -n 1 "$WORK/out")" '9 holds of ours: 6 on the source, 3 on the target.' "the total"
expect_unchanged

# Two commands a side, whatever there is; pulled it is the same.
expect_equal "$(commands source) $(commands backup)" '2 2' "commands"
cp "$WORK/out" "$WORK/pushed"
zw holds --ssh-source source offsite1 backup/server1
expect_status 0
diff "$WORK/pushed" "$WORK/out" >&2 || fail "seen from backup it is not the same"

# For the target that was retired the plain tag is the one of its base.
holds --ssh-target usb offsite1 usb/old
expect_line source tank/data@$retired zfs_autobackup:offsite1 425 days usb/old common base
expect_line source tank/data@$newest "$own" 1 day another target

# The zone and the language of the other host do not matter.
TZ=America/New_York LANG=de_DE.UTF-8 holds "${with_backup[@]}"
expect_status 0
diff "$WORK/pushed" "$WORK/out" >&2 || fail "in another zone it is not the same"

# --- Releasing ---

# A dry run says what would go, and with which commands.
holds --test --release=90d "${with_backup[@]}"
expect_status 0
expect_line source tank/data@$retired zfs_autobackup:offsite1 425 days another target release, may be a base
expect_line source tank/more@$older "$own" 424 days backup/server1 stays: common base
expect_line source tank/data@$newest "$own" 1 day backup/server1 stays: common base
expect_out '9 holds of ours: 6 on the source, 3 on the target; 3 to be released.'
expect_out '  NOTE: Targets other than backup/server1 were not asked what they need. 3 holds to be released (marked above)'
expect_out "# [Source] CMDSKIP> (zfs release zfs_autobackup:offsite1 tank/data@$retired tank/more@$retired tank@$retired)"
expect_out 'TEST MODE - DID NOT MAKE ANY CHANGES!'
expect_unchanged

# Nothing is that old.
holds --release=2y "${with_backup[@]}"
expect_status 0
expect_line source tank/data@$retired zfs_autobackup:offsite1 425 days another target stays: not that old
expect_out '; 0 to be released.'
expect_unchanged

holds --release=90d "${with_backup[@]}"
expect_status 0
expect_equal "$(holds_of source tank/data | cut -f 2 | xargs)" "mine zfs_autobackup:offsite11 zfs_autobackup:other $own" "the tags"
expect_holds source tank/more "tank/more@$older $own"
expect_equal "$(commands source 'zfs release')" 1 "releases"
# The next run destroys what is no longer held, and both sides stay together.
at '2026-03-03 12:00:00'
write source tank/data
to_backup
expect_status 0
expect_missing source "tank/data@$retired"

# With any age the base stays, on both sides; also when only the retired target's tag is on it.
recall
at '2027-03-02 12:00:00'
on source zfs release "$own" "tank/data@$newest"
faked source zfs hold zfs_autobackup:offsite1 "tank/data@$newest"
at '2027-04-02 12:00:00'
holds --release=1s "${with_backup[@]}"
expect_status 0
expect_line source tank/data@$newest zfs_autobackup:offsite1 31 days '.*' stays: common base
expect_equal "$(holds_of source tank/data | grep $newest | cut -f 2 | xargs)" zfs_autobackup:offsite1 "the tag of the base"
expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$newest $own"
at '2027-04-03 12:00:00'
write source tank/data
to_backup
expect_status 0
expect_snapshots backup backup/server1/tank/data "$retired $older $newest offsite1-20270403120000"

# Without a target none can be asked, and that is said.
recall
at '2026-03-02 13:00:00'
holds --release=90d offsite1
expect_status 0
expect_out '  NOTE: No TARGET-PATH is named, so no target was asked what it needs. '
expect_line source tank/more@$older "$own" 424 days unknown target release, may be a base
expect_equal "$(holds_of source tank/data | cut -f 2 | xargs)" "mine zfs_autobackup:offsite11 zfs_autobackup:other $own" "the tags"
expect_holds source tank/more ''

# --- What goes wrong ---

# A target that cannot be asked: nothing at all.
recall
FAKE_SSH_FAIL='backup:255:ssh: connect to host backup port 22: No route to host' holds --release=90d "${with_backup[@]}"
expect_refusal '[Target] cannot read the snapshots below backup/server1: '
holds --release=90d --ssh-target backup offsite1 backup/nosuch
expect_refusal '[Target] cannot read the snapshots below backup/nosuch: ' 'does not exist'
FAKE_ZFS_FAULT='backup zfs holds*:1:internal error: no luck' holds --release=90d "${with_backup[@]}"
expect_refusal '[Target] cannot read the holds: ' 'no luck'
FAKE_ZFS_FAULT='source zfs list*:1:internal error: no luck' holds --release=90d "${with_backup[@]}"
expect_refusal '[Source] cannot read the snapshots: ' 'no luck'

# One that cannot be released, and one that is gone by then.
FAKE_ZFS_FAULT="source zfs release*:1:cannot release hold from snapshot 'tank/data@$retired': permission denied" holds --release=90d "${with_backup[@]}"
expect_status 1
expect_err "! [Source] tank/data@$retired: FAILED: cannot release hold from snapshot 'tank/data@$retired': permission denied"
expect_err '! 1 dataset(s) failed!'
expect_no_err tank/more
recall
FAKE_ZFS_FAULT="source zfs release*:1:cannot release hold from snapshot 'tank/data@$retired': no such tag on this dataset" holds --release=90d "${with_backup[@]}"
expect_status 0
FAKE_ZFS_FAULT='source zfs release*:1:internal error: no luck' holds --release=90d "${with_backup[@]}"
expect_status 3
expect_unchanged

# While a run of the job is under way.
recall
at '2026-03-03 12:00:00'
write source tank/data
export FAKE_ZFS_FAULT='hang:zfs send *tank/data*'
start_zw source backup --ssh-target backup offsite1 backup/server1
once_idle
unset FAKE_ZFS_FAULT
remember under-way
FAKE_ZFS_LOG=$WORK/commands-of-second holds --release=90d "${with_backup[@]}"
expect_status 255
expect_err 'another run of this job is under way'
expect_unchanged under-way
FAKE_ZFS_LOG=$WORK/commands-of-second holds "${with_backup[@]}"
expect_status 0
kill -TERM "$started"
finish
eventually is_alone
recall

# Wrong input, at once.
refused() {
  local text=$1
  shift
  holds "$@"
  expect_refusal "$text"
  expect_no_commands
}
for age in 90 d 1x 1d1w -1d; do refused --release "--release=$age" "${with_backup[@]}"; done
refused '--release needs a BACKUP-NAME' --release=90d
refused BACKUP-NAME 'off site'
refused 'Target should not start with a /' offsite1 /backup
refused --hold-format '--hold-format=a {}' offsite1
refused format '--hold-format={x}'
refused "unrecognized option '--keep-source'" --keep-source=1 offsite1
