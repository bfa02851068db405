# Snapshots that were missed go in one stream when nothing lies between them and nothing is due in between.
make_job tank/data
each_day 1 1 tank/data pull
each_day 2 6 tank/data zw_on source backup --no-thinning offsite1
remember missed
at '2026-03-06 13:00:00'
job=(--ssh-source source offsite1 backup/server1)
sends() { commands source 'zfs send'; }
# expect_stream FLAG BASE LAST: one like that was sent.
expect_stream() { expect_ran source "zfs send .*-p $1 .*$2.* .*tank/data@$3"; }

# All five in one, each told of and proven; the last one is held.
pull --verbose
expect_status 0
expect_equal "$(sends)" 1 "streams for five snapshots"
expect_stream -I "$(days 1)" "$(days 6)"
expect_equal "$(commands backup 'zfs recv')" 1 "receives"
diff <(grep -e '->' "$WORK/out") <(for day in 2 3 4 5 6; do echo "  [Source] tank/data@$(days $day): -> backup/server1/tank/data"; done) >&2 ||
  fail "not a line for each snapshot"
for day in 2 3 4 5 6; do
  expect_ran backup "zfs list .*guid.*backup/server1/tank/data@$(days $day)"
  expect_equal "$(guid_of backup "backup/server1/tank/data@$(days $day)")" "$(guid_of source "tank/data@$(days $day)")" "the guid"
done
expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$(days 6) zfs_autobackup:offsite1"
expect_holds source tank/data "tank/data@$(days 6) zfs_autobackup:offsite1"

# By a script too, which looks whether they have arrived.
recall missed
same_as_script backup "${job[@]}"
grep -q -e ' -I ' "$WORK/script" || fail "no range in the script"
recall missed
zw backup --plan=sh "${job[@]}"
cp "$WORK/out" "$WORK/script"
on source zfs destroy "tank/data@$(days 3)"
! on backup sh "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail "the script does not see what has not arrived"
expect_holds source tank/data "tank/data@$(days 1) zfs_autobackup:offsite1"

# One that has gone meanwhile: the rest arrives, but that is not what was promised. The next run goes on from the last one.
recall missed
pull --pre-transfer-cmd="zfs destroy tank/data@$(days 3)"
expect_status 1
expect_err '! [Source] tank/data: FAILED:'
expect_err "$(days 3)"
expect_holds source tank/data "tank/data@$(days 1) zfs_autobackup:offsite1"
each_day 7 7 tank/data pull
expect_snapshots backup backup/server1/tank/data "$(days 1 2 4 5 6 7)"
expect_holds source tank/data "tank/data@$(days 7) zfs_autobackup:offsite1"
at '2026-03-06 13:00:00'

# The base is due once a newer one is there: the stream is cut after that one.
recall missed
pull --keep-target=5
expect_status 0
expect_equal "$(sends)" 2 "streams when the base is due"
expect_stream -i "$(days 1)" "$(days 2)"
expect_stream -I "$(days 2)" "$(days 6)"
expect_snapshots backup backup/server1/tank/data "$(days 2 3 4 5 6)"
# The source keeps one: something is due after each.
recall missed
pull --keep-source=1
expect_status 0
expect_equal "$(sends)" 5 "streams when the source keeps one"
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4 5 6)"
expect_snapshots source tank/data "$(days 6)"

# The snapshot of this run goes on its own: others may make theirs while it is made.
recall missed
write source tank/data
at '2026-03-07 12:00:00'
pull --post-snapshot-cmd="zfs snapshot tank/data@meanwhile"
expect_status 0
expect_equal "$(sends)" 2 "streams with the one of this run"
expect_stream -I "$(days 1)" "$(days 6)"
expect_stream -i "$(days 6)" "$(days 7)"
write source tank/data
at '2026-03-08 12:00:00'
pull --pre-snapshot-cmd="zfs snapshot tank/data@before"
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4 5 6 7 8)"

# Foreign ones between are a gap, unless they are to be sent.
recall missed
on source zfs rename "tank/data@$(days 4)" tank/data@foreign
at '2026-03-06 13:00:00'
remember foreign
pull
expect_status 0
expect_equal "$(sends)" 3 "streams around a foreign snapshot"
expect_stream -I "$(days 1)" "$(days 3)"
expect_stream -i "$(days 3)" "$(days 5)"
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 5 6)"
recall foreign
pull --other-snapshots
expect_status 0
expect_equal "$(sends)" 1 "streams with --other-snapshots"
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3) foreign $(days 5 6)"

# By force each goes alone, and the first one in full.
recall missed
pull --force
expect_status 0
expect_equal "$(sends)" 5 "streams by force"
recall missed
on backup zfs release zfs_autobackup:offsite1 "backup/server1/tank/data@$(days 1)"
on backup zfs destroy -r backup/server1/tank/data
pull
expect_status 0
expect_equal "$(sends)" 2 "streams of a first backup"
expect_stream -I "$(days 1)" "$(days 6)"

# It breaks off within the third of five: two have arrived, and nothing was proven. The next run finishes that one, then sends the rest.
recall missed
FAKE_ZFS_FAULT='cut@170000:zfs send *tank/data@*:1:cannot send: broken pipe' pull
expect_status 1
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3)"
expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$(days 1) zfs_autobackup:offsite1"
expect_holds source tank/data "tank/data@$(days 1) zfs_autobackup:offsite1"
remember broken
pull --verbose
expect_status 0
expect_out "  [Source] tank/data@$(days 4): resuming"
expect_equal "$(sends)" 3 "streams of the run after it, and the look at the token"
expect_stream -I "$(days 4)" "$(days 6)"
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4 5 6)"
expect_holds backup backup/server1/tank/data "backup/server1/tank/data@$(days 6) zfs_autobackup:offsite1"
expect_holds source tank/data "tank/data@$(days 6) zfs_autobackup:offsite1"
recall broken
same_as_script backup "${job[@]}"

# The receiver is killed when all have arrived: nothing was proven, so the old base stays held until there is a newer one.
recall missed
FAKE_ZFS_FAULT='killafter:zfs recv *tank/data' pull
expect_status 1
expect_holds source tank/data "tank/data@$(days 1) zfs_autobackup:offsite1"
each_day 7 7 tank/data pull
expect_snapshots backup backup/server1/tank/data "$(days 1 2 3 4 5 6 7)"
expect_holds source tank/data "tank/data@$(days 7) zfs_autobackup:offsite1"
at '2026-03-06 13:00:00'

# Progress counts on from one snapshot to the next, and is nobody's error.
recall missed
pull --progress
expect_status 0
expect_ran source 'zfs send.* -v -P'

# zfs holds what it sends in one stream. Whose job holds nothing on the source is not asked for leave to: unless root works there, each alone.
recall missed
zw backup --no-holds --no-thinning --ssh-source root@source offsite1 backup/server1
expect_status 0
expect_equal "$(sends)" 1 "streams without holds, as root"
recall missed
on source zfs allow -u bk release,send,snapshot tank
zw backup --no-holds --no-thinning --ssh-source bk@source offsite1 backup/server1
expect_status 0
expect_equal "$(sends)" 5 "streams without holds, of a user who may not hold"
