# `zwinnow snapshot`: datasets by name, so many of each kind kept, the names of other tools.
on source zfs create tank/home
on source zfs create tank/home/ann
on source zfs create -V 8M tank/vm-7
on source zfs create 'tank/my files'
on source zpool create usb /dev/fake
on source zfs create usb/home
snap() { zw_on source snapshot "$@"; }

# All of every pool, four commands for one pool and one more for each further one; quiet when all is well.
at '2026-03-01 12:00:00'
snap // --label hourly --keep 2
expect_status 0
expect_quiet
expect_equal "$(commands source)" 5 "commands for two pools"
expect_equal "$(commands source 'zfs snapshot')" 2 "snapshots, one for each pool"
for dataset in tank tank/home tank/home/ann tank/vm-7 'tank/my files' usb usb/home; do
  expect_snapshots source "$dataset" zfs-auto-snap_hourly-2026-03-01-1200
done
snap tank/home --type hourly
expect_status 0
expect_equal "$(commands source)" 4 "commands for one pool"
expect_snapshots source tank/home 'zfs-auto-snap_hourly-2026-03-01-1200 hourly_2026-03-01_12-00-00'
expect_snapshots source tank/home/ann zfs-auto-snap_hourly-2026-03-01-1200

# The newest two of the label stay in each dataset. What is held or cloned stays, too, and is no failure; so does what is of another kind.
on source zfs hold somebody tank/home@zfs-auto-snap_hourly-2026-03-01-1200
on source zfs clone tank/home/ann@zfs-auto-snap_hourly-2026-03-01-1200 tank/clone
on source zfs snapshot tank/vm-7@mine
for hour in 13 14; do
  at "2026-03-01 $hour:00:00"
  snap // --label hourly --keep 2
  expect_status 0
done
expect_snapshots source tank/vm-7 'mine zfs-auto-snap_hourly-2026-03-01-1300 zfs-auto-snap_hourly-2026-03-01-1400'
hourly=zfs-auto-snap_hourly-2026-03-01
expect_snapshots source tank/home "$hourly-1200 hourly_2026-03-01_12-00-00 $hourly-1300 $hourly-1400"
expect_snapshots source tank/home/ann "$hourly-1200 $hourly-1300 $hourly-1400"
on source zfs destroy -r tank/clone

# --test changes nothing and shows the commands; --plan=sh prints a script that does the same; --json tells it.
at '2026-03-01 15:00:00'
remember
snap // --label hourly --keep 2 --test
expect_status 0
expect_unchanged
expect_out '  Datasets                   : //'
expect_out '  Snapshot format            : zfs-auto-snap_hourly-%Y-%m-%d-%H%M'
expect_out '  [Source] Keep the last 2 snapshots.'
expect_out '# [Source] CMDSKIP> (zfs snapshot'
expect_out '  #### Thinning'
expect_out '(zfs destroy tank/vm-7@zfs-auto-snap_hourly-2026-03-01-1300)'
snap // --label hourly --keep 2 --plan=sh
expect_status 0
expect_unchanged
cp "$WORK/out" "$WORK/script"
snap // --label hourly --keep 2 --json
expect_status 0
jq -e '.verb == "snapshot" and .job == "hourly" and .result == "ok" and (.datasets | length) == 7
  and all(.datasets[]; .outcome == "snapshotted") and .destroyedOnSource >= 5' "$WORK/out" > /dev/null || fail "other JSON"
states > "$WORK/state-of-run"
recall
on source sh "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail "the script failed"
states > "$WORK/state-of-script"
diff "$WORK/state-of-run" "$WORK/state-of-script" >&2 || fail "the script left other pools than the run"

# The property of automatic snapshots: false leaves a dataset out, with what inherits it; of the label alone, too. --type minds none of it.
recall
on source zfs set com.sun:auto-snapshot=false tank/home
on source zfs set com.sun:auto-snapshot=true tank/home/ann
on source zfs set com.sun:auto-snapshot:daily=false usb
at '2026-03-02 00:00:00'
snap // --label daily --verbose
expect_status 0
expect_out '  [Source] tank/home: Excluded'
expect_equal "$(snapshots_of source tank/home | grep -c daily || :)" 0 "daily snapshots of tank/home"
expect_equal "$(snapshots_of source usb/home | grep -c daily || :)" 0 "daily snapshots of usb/home"
expect_equal "$(snapshots_of source tank/home/ann | grep -c daily)" 1 "daily snapshots of tank/home/ann"
snap // --label weekly --default-exclude
expect_equal "$(snapshots_of source tank | grep -c weekly || :)" 0 "weekly snapshots of tank"
expect_equal "$(snapshots_of source tank/home/ann | grep -c weekly)" 1 "weekly snapshots of tank/home/ann"
# Daily and weekly of the same minute do not clash.
expect_equal "$(snapshots_of source tank/home/ann | grep -o '[a-z]*-2026-03-02-0000' | sort | paste -sd ' ')" \
  'daily-2026-03-02-0000 weekly-2026-03-02-0000' "snapshots of one minute"
snap tank/home --type by-hand
expect_equal "$(snapshots_of source tank/home | grep -c by-hand_2026-03-02_00-00-00)" 1 "snapshots by hand"
expect_equal "$(commands source 'auto-snapshot:')" 0 "properties asked for without a label"

# Names: whole ones, the last part of one where only one ends so, "new" before them.
recall
snap new vm-7
expect_status 0
expect_equal "$(snapshots_of source tank/vm-7 | grep -c 'custom_2026-03-02_00-00-00')" 1 "custom snapshots"
remember named
snap home
expect_status 255
expect_err "! 'home' is the name of two datasets, tank/home and usb/home: say which, by its whole name"
snap tank/gone vm-7
expect_status 255
expect_err "! there is no dataset 'tank/gone' in an imported pool: zfs list shows them"
expect_unchanged named
snap -r tank --exclude 'tank/home' --exclude '*files' --preset sanoid --label hourly
expect_status 0
expect_equal "$(snapshots_of source tank/vm-7 | grep -c 'autosnap_2026-03-02_00:00:00_hourly')" 1 "names of sanoid"
expect_equal "$(snapshots_of source tank/home/ann | grep -c autosnap || :)" 0 "snapshots of what is excluded"
expect_equal "$(snapshots_of source 'tank/my files' | grep -c autosnap || :)" 0 "snapshots of what is excluded"
snap 'my files' --preset zelta
expect_equal "$(snapshots_of source 'tank/my files' | grep -c '2026-03-02_00.00.00$')" 1 "names of zelta"

# A name that is there already: said, and nothing fails.
snap 'my files' --preset zelta
expect_status 0
expect_out 'exists already, so no new snapshot is created'
snap 'my files' --preset zelta --quiet
expect_quiet

# A time to live in the name: whose time is over goes with a later run of the same names; what others call so never does.
recall
for day in 01 02 03 04; do
  at "2026-03-$day 00:00:00"
  on source zfs snapshot "tank/vm-7@x$day--1d"
  snap vm-7 --snapshot-format 'mortal-%Y-%m-%d' --ttl 1d
  expect_status 0
done
expect_equal "$(snapshots_of source tank/vm-7 | grep -o 'mortal[^ ]*' | paste -sd ' ')" 'mortal-2026-03-03--1d mortal-2026-03-04--1d' "those that live"
expect_equal "$(snapshots_of source tank/vm-7 | grep -c 'x01--1d .*x04--1d')" 1 "those of others"
snap vm-7 --snapshot-format 'mortal-%Y-%m-%d--2h' --keep 1
at '2026-03-04 03:00:00'
snap vm-7 --snapshot-format 'mortal-%Y-%m-%d' --keep 1
expect_equal "$(snapshots_of source tank/vm-7 | grep -o 'mortal[^ ]*' | paste -sd ' ')" \
  'mortal-2026-03-04--1d mortal-2026-03-04' "--keep leaves those alone that have a time to live"

# Little changes; only destroy; an event; hooks; UTC.
recall
at '2026-03-02 01:00:00'
snap tank/home --label hourly --min-change 1 --verbose
expect_out '  [Source] tank/home: No changes since zfs-auto-snap_hourly-2026-03-01-1400'
write source tank/home
snap tank/home --label hourly --min-change 1 --event 'before upgrade' --pre-snapshot-cmd "touch $WORK/pre"
expect_equal "$(on source zfs get -H -o value com.sun:auto-snapshot-desc tank/home@zfs-auto-snap_hourly-2026-03-02-0100)" 'before upgrade' "the event"
[[ -e $WORK/pre ]] || fail "the hook did not run"
remember
snap -r tank --label hourly --destroy-only --keep 1
expect_status 0
expect_not_ran source 'zfs snapshot'
expect_equal "$(snapshots_of source tank/vm-7)" 'mine zfs-auto-snap_hourly-2026-03-01-1400' "what --destroy-only leaves"
snap tank --destroy-only
expect_status 255
expect_err 'needs --keep'

# Pools: those that are not well, or being scrubbed, are left out; where one is named, that is an error.
recall
FAKE_ZPOOL_SUSPENDED=usb snap // --label sick
expect_status 0
expect_out '  NOTE: [Source] usb: Skipped: it is SUSPENDED'
expect_equal "$(snapshots_of source tank | grep -c sick)" 1 "snapshots of the healthy pool"
expect_equal "$(snapshots_of source usb | grep -c sick || :)" 0 "snapshots of the sick pool"
FAKE_ZPOOL_SUSPENDED=usb snap usb/home --label sick
expect_status 255
expect_err '! [Source] none of its pools answers'
# A pool that nobody names is no failure of those that are named.
FAKE_ZPOOL_SUSPENDED=usb snap vm-7 --type alone
expect_status 0
expect_out '  NOTE: [Source] usb: Skipped: it is SUSPENDED'
FAKE_ZPOOL_SUSPENDED=usb snap tank --type alone
expect_status 0
expect_quiet
expect_not_ran source 'zfs get.* usb'
FAKE_ZPOOL_SUSPENDED=usb snap tank usb/home --type both
expect_status 255
expect_err "there is no dataset 'usb/home'"
at '2026-03-02 02:00:00'
FAKE_ZPOOL_SCRUBBED=usb snap // --label busy --skip-scrub --verbose
expect_status 0
expect_out '  [Source] usb: Skipped: it is being scrubbed or resilvered'
expect_equal "$(commands source)" 5 "commands with --skip-scrub and one pool left"
expect_equal "$(snapshots_of source usb | grep -c busy || :)" 0 "snapshots of the pool under a scrub"
FAKE_ZPOOL_SCRUBBED=tank snap -r tank/home --label busy --skip-scrub
expect_status 0
expect_not_ran source 'zfs snapshot'

# One dataset that cannot be snapshotted leaves the others alone.
at '2026-03-02 03:00:00'
FAKE_ZFS_FAULT="zfs snapshot -r *:1:cannot create snapshot 'tank/vm-7@zfs-auto-snap_hourly-2026-03-02-0300': out of space" \
  snap -r tank --label hourly
expect_status 1
expect_err '! [Source] tank/vm-7: FAILED: '
expect_equal "$(snapshots_of source tank/home/ann | grep -c 2026-03-02-0300)" 1 "snapshots of the others"

# What cannot be meant.
remember
for words in '--label a --type b' '--label Daily' '--label a%Y' "--type 'x y'" '--ttl 2' '--ttl 1d --snapshot-format %Y%m%d--1d' \
  '--default-exclude' '--snapshot-format %z' '--preset rsnapshot' '--keep 0'; do
  eval "snap tank $words"
  expect_status 255
  expect_no_commands
done
snap
expect_status 255
expect_unchanged
