# What --verbose says, line by line: log parsers read it. And a good run without it says nothing.
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
version=$("$ZWINNOW" --version | sed 's/zwinnow //')
# golden NAME: the output is this, from stdin.
golden() { diff - "$WORK/out" > "$WORK/difference" || fail "$1: $(cat "$WORK/difference")"; }
make_job tank/data tank/off tank/quiet
on source zfs set autobackup:offsite1=false tank/off

at '2026-03-01 12:00:00'
write source tank/data
pull
expect_quiet
at '2026-03-02 12:00:00'
write source tank/data
run_program backup "$WORK/zfs-autobackup" --verbose --ssh-source root@source --keep-source=1 --keep-target=2,1h1d offsite1 backup/server1
golden pull << END
  zfs-autobackup v3.3 (zwinnow $version)
  
  Current time               : 2026-03-02 12:00:00
  Selecting dataset property : autobackup:offsite1
  Snapshot format            : offsite1-%Y%m%d%H%M%S
  Timezone                   : Local
  Hold name                  : zfs_autobackup:offsite1
  
  #### Source settings
  [Source] SSH to: root@source
  [Source] Keep the last 1 snapshot.
  
  #### Selecting
  [Source] tank: Selected
  [Source] tank/data: Selected
  [Source] tank/off: Excluded
  [Source] tank/quiet: Selected
  
  #### Snapshotting
  [Source] tank: No changes since offsite1-20260301120000
  [Source] tank/quiet: No changes since offsite1-20260301120000
  [Source] Creating snapshots offsite1-20260302120000 in pool tank
  
  #### Target settings
  [Target] Keep the last 2 snapshots.
  [Target] Keep every 1 hour, delete after 1 day.
  [Target] Receive datasets under: backup/server1
  
  #### Synchronising
  [Source] tank/data@offsite1-20260302120000: -> backup/server1/tank/data
  [Source] tank/data@offsite1-20260301120000: Destroying
  
  #### All operations completed successfully
END

at '2026-03-03 12:00:00'
on source zfs create tank/new
run_program backup "$WORK/zfs-autobackup" --test --utc --no-holds --buffer=16M --rate=1G --no-thinning --ssh-source source offsite1 backup/server1
sed -i 's/^\(# \[[A-Za-z]*\] CMDSKIP> \).*/\1…/' "$WORK/out"
golden test << END
  zfs-autobackup v3.3 (zwinnow $version)
  
  NOTE: TEST MODE - SIMULATING WITHOUT MAKING ANY CHANGES
  Current time UTC           : 2026-03-03 12:00:00
  Selecting dataset property : autobackup:offsite1
  Snapshot format            : offsite1-%Y%m%d%H%M%S
  Timezone                   : UTC
  
  #### Source settings
  [Source] SSH to: source
  
  #### Selecting
  [Source] tank: Selected
  [Source] tank/data: Selected
  [Source] tank/new: Selected
  [Source] tank/off: Excluded
  [Source] tank/quiet: Selected
  
  #### Snapshotting
  [Source] tank: No changes since offsite1-20260301120000
  [Source] tank/data: No changes since offsite1-20260302120000
  [Source] tank/quiet: No changes since offsite1-20260301120000
  [Source] Creating snapshots offsite1-20260303120000 in pool tank
# [Source] CMDSKIP> …
  
  #### Target settings
  [Target] Receive datasets under: backup/server1
  
  #### Synchronising
  [Source] zfs send buffer        : 16M
  [Source] zfs send transfer rate : 1G
  [Target] zfs recv buffer        : 16M
  [Source] tank/new@offsite1-20260303120000: -> backup/server1/tank/new (new)
# [Source] CMDSKIP> …
# [Target] CMDSKIP> …
  
  #### All tests successful.
  
  NOTE: TEST MODE - DID NOT MAKE ANY CHANGES!
END

# On the source alone.
run_program source "$WORK/zfs-autobackup" -v --keep-source=0 offsite1
golden snapshot-only << END
  zfs-autobackup v3.3 (zwinnow $version)
  
  NOTE: Source and target are on the same host, adding --exclude-received to commandline. (use --include-received to overrule)
  
  Current time               : 2026-03-03 12:00:00
  Selecting dataset property : autobackup:offsite1
  Snapshot format            : offsite1-%Y%m%d%H%M%S
  Timezone                   : Local
  Hold name                  : zfs_autobackup:offsite1
  
  #### Source settings
  [Source] Keep no old snaphots
  
  #### Selecting
  [Source] tank: Selected
  [Source] tank/data: Selected
  [Source] tank/new: Selected
  [Source] tank/off: Excluded
  [Source] tank/quiet: Selected
  
  #### Snapshotting
  [Source] tank: No changes since offsite1-20260301120000
  [Source] tank/data: No changes since offsite1-20260302120000
  [Source] tank/quiet: No changes since offsite1-20260301120000
  [Source] Creating snapshots offsite1-20260303120000 in pool tank
  
  #### Thinning source
  
  (No target_path specified, only operated as snapshot tool.)
  
  #### All operations completed successfully
END

# A failure: what is on stderr, and how it ends.
at '2026-03-04 12:00:00'
write source tank/data
FAKE_ZFS_FAULT='zfs recv *tank/data:1:cannot receive: no luck' run_program backup "$WORK/zfs-autobackup" --verbose --ssh-source source offsite1 backup/server1
expect_status 1
expect_equal "$(cat "$WORK/err")" "$(printf '%s\n' '! [Source] tank/data: FAILED: zfs: cannot receive: no luck (exit 1)' '! 1 dataset(s) failed!')" "stderr"
expect_no_out '####  All'
# Debug forms.
pull --debug-output
expect_status 0
for form in '# [Source] CMD    > (ssh ' '# [Target] CMD    > (zfs ' '# [Source] STDOUT > ' '# [Source] EXIT   > 0' '# [Target] EXIT   > 0'; do expect_out "$form"; done
FAKE_ZFS_FAULT='zfs get*:1:cannot open: no luck' pull --debug
expect_out 'STDERR > cannot open: no luck'
