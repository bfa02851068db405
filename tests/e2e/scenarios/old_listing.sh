# More than ten minutes after the listing a snapshot is looked at again before it is destroyed: one that somebody has put in the place of
# what was listed stays.
make_job tank/data
each_day 1 2 tank/data pull
write source tank/data
remember
cat > "$WORK/swap" << 'END'
#!/bin/sh
FAKE_ZFS_LOG= zfs destroy "$1" && FAKE_ZFS_LOG= zfs snapshot "$1"
END
chmod +x "$WORK/swap"
old="tank/data@$(days 1)"
looked='zfs list -Hp -t snapshot -o name,guid'

# run SPEED ARG…: every clock, the one that measures too, goes so many times as fast.
run() {
  recall
  at "2026-03-03 12:00:00 x$1"
  zw_on source backup --verbose --timeout=0 --ssh-target backup --keep-source=1 "${@:2}" offsite1 backup/server1
  expect_status 0
}

run 1
expect_not_ran source "$looked $old"
expect_missing source "$old"

run 100000
expect_ran source "$looked $old"
expect_ran source "$looked tank/data@$(days 2)"
expect_missing source "$old"
expect_missing source "tank/data@$(days 2)"

run 100000 --pre-snapshot-cmd "$WORK/swap '$old'"
expect_ran source "$looked $old"
expect_not_ran source "zfs destroy $old"
expect_exists source "$old"
expect_missing source "tank/data@$(days 2)"
