# What zfs-autobackup gets wrong about streams: resuming, progress, errors, properties.
token_of() { on backup zfs get -Hp -o value receive_resume_token "$1"; }
cut='cut@60000:zfs send *tank/data@*:1:cannot send: broken pipe'
make_job tank/data
at '2026-03-01 12:00:00'
pull
expect_status 0
remember

# Defect of the original: good resume tokens are thrown away; judged by name
# Two older ones that the target does not want do not matter.
for day in 2 3; do
  write source tank/data
  at "2026-03-0$day 12:00:00"
  zw_on source backup offsite1
done
write source tank/data
at '2026-03-04 12:00:00'
FAKE_ZFS_FAULT=$cut pull --keep-target=1
expect_status 1
pull --verbose --no-snapshot --keep-target=1
expect_status 0
expect_out "  [Source] tank/data@$(days 4): resuming"
expect_not_ran backup 'zfs recv -A'
expect_snapshots backup backup/server1/tank/data "$(days 4)"
# Another snapshot has taken the name: the token is for the one that is gone.
recall
write source tank/data
at '2026-03-02 12:00:00'
FAKE_ZFS_FAULT=$cut pull
expect_status 1
on source zfs destroy "tank/data@$(days 2)"
write source tank/data
on source zfs snapshot "tank/data@$(days 2)"
pull --verbose --no-snapshot
expect_status 0
expect_out '  [Target] backup/server1/tank/data: Aborting resume, '
expect_not_ran source 'zfs send.*-t 1-'
expect_equal "$(on backup zfs get -Hp -o value guid "backup/server1/tank/data@$(days 2)")" "$(guid_of source "tank/data@$(days 2)")" "the guid"

# Defect of the original: a progress line of 0 bytes fails the dataset
recall
mkdir "$WORK/bin"
cat > "$WORK/bin/zfs" << 'END'
#!/bin/sh
case "$1 $*" in
  send*-P*) printf 'incremental\tx\ttank/data@y\t0\nsize\t0\n12:00:00\t0\ttank/data@y\n12:00:01\t0\t0\ttank/data@y\n' >&2 ;;
esac
exec "$FAKE_BIN/zfs" "$@"
END
chmod +x "$WORK/bin/zfs"
write source tank/data
at '2026-03-02 12:00:00'
PATH=$WORK/bin:$PATH zw_on source backup --progress --ssh-target backup offsite1 backup/server1
expect_status 0
expect_ran source 'zfs send.* -v -P'
expect_snapshots backup backup/server1/tank/data "$(days 1 2)"

# Defect of the original: a failing send is masked by pipes
for options in '--buffer=64M' '--rate=100M' '--send-pipe=cat' '--recv-pipe=cat'; do
  recall
  write source tank/data
  FAKE_ZFS_FAULT='zfs send *tank/data@*:1:cannot send: no luck' pull "$options"
  expect_status 1
  expect_err '! [Source] tank/data: FAILED: '
  expect_holds source tank/data "tank/data@$(days 1) zfs_autobackup:offsite1"
done

# Defect of the original: errors with a tab are hidden
for text in $'cannot receive:\tno luck' $'internal error:\tno luck'; do
  for options in --no-progress --progress; do
    for command in 'zfs send *tank/data@*' 'zfs recv *tank/data'; do
      recall
      write source tank/data
      FAKE_ZFS_FAULT="$command:1:$text" pull "$options"
      expect_status 1
      expect_err 'no luck'
    done
  done
done

# Kept from the original: `-x`, `-o` and `-p` on every incremental
# So what is changed on the source, or on the command line, is changed on the target.
recall
write source tank/data
pull --set-properties=readonly=on --filter-properties=quota
expect_status 0
expect_ran source 'zfs send.* -p -i '
expect_ran backup 'zfs recv -u -x quota -x sharenfs -x sharesmb -o readonly=on '

# Defect of the original: property values with `=` or `,`
# = is possible, a comma still ends the item.
recall
write source tank/data
pull --set-properties=x:a=b=c,x:d=e
expect_status 0
expect_equal "$(on backup zfs get -H -o value x:a,x:d backup/server1/tank/data | xargs)" 'b=c e' "the values"
pull --set-properties=x:a=b,c
expect_status 255
expect_err "--set-properties: 'c' is not PROPERTY=VALUE"

# Kept from the original: no retries
# The next run goes on where this one stopped.
recall
write source tank/data
FAKE_ZFS_FAULT="once:$cut" pull
expect_status 1
expect_equal "$(commands source 'zfs send')" 1 "sends"
pull --no-snapshot --verbose
expect_status 0
expect_out ': resuming'
