# Under the name zfs-autobackup: the same job with that tool's command line, header, exit codes and CMDSKIP lines.
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
autobackup() { run_program backup "$WORK/zfs-autobackup" "$@"; }
make_job tank/data
version=$("$ZWINNOW" --version | sed 's/zwinnow //')
at '2026-03-01 12:00:00'
remember
autobackup --ssh-source source --set-properties readonly=on offsite1 backup/server1
expect_status 0
states > "$WORK/by-drop-in"
recall
pull
states > "$WORK/by-zwinnow"
diff "$WORK/by-drop-in" "$WORK/by-zwinnow" || fail "another job"

# Prefixes, = or not, mixed order, -- at the end; the last of a repeated option counts.
at '2026-03-02 12:00:00'
write source tank/data
autobackup offsite1 --ssh-so=source --verb backup/server1 --keep-s 5 --keep-source=1 --allow-e
expect_status 0
expect_equal "$(head -n 1 "$WORK/out")" "  zfs-autobackup v3.3 (zwinnow $version)" "the header"
expect_snapshots source tank "$(days 2)"
expect_out '  #### All operations completed successfully'
at '2026-03-03 12:00:00'
autobackup --ssh-source source --no-snap -- offsite1 backup/server1
expect_status 0
expect_snapshots source tank "$(days 2)"

# --test: each command that changes something, and not done.
at '2026-03-04 12:00:00'
write source tank/data
remember
autobackup --test --ssh-source source --keep-source=1 offsite1 backup/server1
expect_status 0
expect_unchanged
expect_out '  NOTE: TEST MODE - SIMULATING WITHOUT MAKING ANY CHANGES'
expect_out "  [Source] tank/data@$(days 4): -> backup/server1/tank/data"
expect_equal "$(grep -c '^# \[Source\] CMDSKIP> (ssh .*zfs snapshot' "$WORK/out")" 1 "snapshots"
expect_equal "$(grep -c '^# \[Source\] CMDSKIP> (ssh .*zfs send.*| (zfs recv ' "$WORK/out")" 1 "transfers"
expect_equal "$(grep -c '^# \[Target\] CMDSKIP> (zfs hold zfs_autobackup:offsite1 ' "$WORK/out")" 1 "holds"
expect_equal "$(tail -n 3 "$WORK/out")" "$(printf '  #### All tests successful.\n  \n  NOTE: TEST MODE - DID NOT MAKE ANY CHANGES!')" "the end"

# Exit codes: the number of failed datasets; 255 if it could not be done, and for help; 2 for usage; 1 when --debug stops at the first.
on source zfs create -p tank/one/below
on source zfs create tank/two
faults='zfs recv *tank/one:1:cannot receive: no luck;zfs recv *tank/two:1:cannot receive: no luck'
remember
FAKE_ZFS_FAULT=$faults autobackup --ssh-source source offsite1 backup/server1
expect_status 3
expect_err '! 3 dataset(s) failed!'
expect_exists backup "backup/server1/tank/data@$(days 4)"
recall
FAKE_ZFS_FAULT=$faults autobackup --debug --ssh-source source offsite1 backup/server1
expect_status 1
expect_err '! [Source] tank/one: FAILED:'
expect_no_err '! [Source] tank/two: FAILED:'
expect_not_ran source 'zfs send.*tank/two'
recall
FAKE_ZFS_FAULT=$faults zw backup --debug --ssh-source source offsite1 backup/server1
expect_status 3
# shellcheck disable=SC2016 # $? is for that shell
expect_equal "$(FAKE_ZFS_FAULT=$faults faked backup sh -c '"$0" --ssh-source source offsite1 backup/server1 > /dev/null 2>&1; echo "job offsite1 daily $?"' "$WORK/zfs-autobackup")" \
  'job offsite1 daily 3' "what a cron line passes on"
autobackup --help
expect_status 255
expect_out '--ssh-source'
autobackup --version
expect_status 255
expect_equal "$(cat "$WORK/out")" "zfs-autobackup v3.3 (zwinnow $version)" "the version"
autobackup
expect_status 255
expect_err '! Please specify BACKUP-NAME'
for wrong in --no-such-option --keep --min-change=x '--strip-path'; do
  autobackup --ssh-source source offsite1 backup/server1 "$wrong"
  expect_status 2
  expect_err 'zfs-autobackup: error: '
  expect_no_commands
done
autobackup offsite1 /backup
expect_status 255
expect_err '! Target should not start with a /'
autobackup --ssh-source source offsite1 backup/nosuch
expect_status 255
expect_err "! Exception: Target path 'backup/nosuch' does not exist. Please create this dataset first."
autobackup --ssh-source source offsite1 --keep-source=1x1y backup/server1
expect_status 255
expect_err '! Exception: '
