# Under the name zfs-auto-snapshot: that tool's command line, snapshot names, last line and exit codes.
ln -s "$ZWINNOW" "$WORK/zfs-auto-snapshot"
zas() { run_program source "$WORK/zfs-auto-snapshot" "$@"; }
on source zfs create tank/home
on source zfs create tank/home/ann
on source zfs create -V 8M tank/vm-7
on source zfs create 'tank/my files'
on source zpool create usb /dev/fake
all=(tank tank/home tank/home/ann tank/vm-7 'tank/my files' usb)
expect_texts() {
  expect_equal "$(cat "$WORK/out")" "$1" stdout
  expect_equal "$(cat "$WORK/err")" "${2:-}" stderr
}
# kept DATASET LABEL: how many of that label it has.
kept() { on source zfs list -H -o name -t snapshot "$1" | grep -c "@zfs-auto-snap_$2-" || :; }

# --- The cron lines of two weeks, as they stand; cron has local time, names have UTC ---

export TZ=America/New_York
cron() { # cron MINUTE HOUR DAY WEEKDAY: what is due then
  [[ $((10#$1 % 5)) != 0 ]] || due zfs-auto-snapshot -q -g --label=frequent --keep=24 //
  [[ $1 != 00 ]] || due zfs-auto-snapshot -q -g --label=hourly --keep=24 //
  [[ $1$2 != 5923 ]] || due zfs-auto-snapshot -q -g --label=daily --keep=14 //
  [[ $1$2$4 != 59230 ]] || due zfs-auto-snapshot -q -g --label=weekly --keep=4 //
  [[ $1$2$3 != 000001 ]] || due zfs-auto-snapshot -q -g --label=monthly --keep=4 //
}
due() {
  zas "${@:2}"
  expect_status 0
  expect_quiet
}
at '2026-03-01 00:00:00'
cron 00 00 01 0
for label in frequent hourly monthly; do
  for dataset in "${all[@]}"; do expect_equal "$(kept "$dataset" $label)" 1 "$label of $dataset"; done
done
expect_equal "$(snapshots_of source usb)" \
  'zfs-auto-snap_frequent-2026-03-01-0500 zfs-auto-snap_hourly-2026-03-01-0500 zfs-auto-snap_monthly-2026-03-01-0500' 'names in UTC'
for day in $(seq -w 1 17); do
  at "2026-03-$day 23:59:00"
  cron 59 23 "$day" "$(date -d "2026-03-$day" +%w)"
done
expect_equal "$(kept tank/home daily)" 14 'daily snapshots'
expect_equal "$(kept tank/home weekly)" 3 'weekly snapshots'
expect_equal "$(snapshots_of source tank/vm-7 | tr ' ' '\n' | grep -c '_\(daily\|weekly\)-2026-03-16-0359')" 2 'both of one minute'
for minute in $(seq -w 0 5 55) 00 $(seq -w 5 5 55) 00 05; do
  [[ $minute != 00 ]] || hour=$((${hour:-9} + 1))
  at "2026-03-18 $hour:$minute:00"
  cron "$minute" "$hour" 18 3
done
expect_equal "$(kept tank/home frequent)" 24 'frequent snapshots'
expect_equal "$(kept tank/home hourly)" 4 'hourly snapshots'
expect_equal "$(kept tank/home monthly)" 1 'monthly snapshots'
expect_equal "$(on source zfs get -H -o value com.sun:auto-snapshot-desc tank/home@zfs-auto-snap_monthly-2026-03-01-0500)" '-' 'the event'
export TZ=UTC

# --- What it says ---

new_pools() {
  make_pools
  for dataset in tank/home tank/home/ann tank/scratch; do on source zfs create $dataset; done
}
new_pools
at '2026-04-01 12:00:00'
zas --label=hourly --keep=2 //
expect_status 0
expect_texts '@zfs-auto-snap_hourly-2026-04-01-1200, 4 created, 0 destroyed, 0 warnings.'
remember
zas -l hourly //
expect_status 0
expect_texts '@zfs-auto-snap_hourly-2026-04-01-1200, 0 created, 0 destroyed, 4 warnings.' \
  "$(for d in tank tank/home tank/home/ann tank/scratch; do
    echo "Warning: [Source] $d@zfs-auto-snap_hourly-2026-04-01-1200: exists already, so no new snapshot is created. A --snapshot-format with seconds tells two runs apart"
  done)"
expect_unchanged
zas -l hourly -q //
expect_status 0
expect_quiet
at '2026-04-01 13:00:00'
zas -l hourly -k2 //
expect_texts '@zfs-auto-snap_hourly-2026-04-01-1300, 4 created, 0 destroyed, 0 warnings.'
at '2026-04-01 14:00:00'
remember
zas -n -l hourly -k 2 //
expect_status 0
expect_unchanged
expect_texts "zfs snapshot -o com.sun:auto-snapshot-desc=- -r tank@zfs-auto-snap_hourly-2026-04-01-1400
$(for d in tank tank/home tank/home/ann tank/scratch; do echo "zfs destroy $d@zfs-auto-snap_hourly-2026-04-01-1200"; done)
@zfs-auto-snap_hourly-2026-04-01-1400, 4 created, 4 destroyed, 0 warnings."
cp "$WORK/out" "$WORK/shown"
zas -n -v -l hourly -k 2 //
expect_status 0
expect_out 'Doing a dry run. Not running these commands...'
expect_out '[Source] Creating snapshots zfs-auto-snap_hourly-2026-04-01-1400 in pool tank'
zas -l hourly -k 2 //
expect_status 0
expect_texts '@zfs-auto-snap_hourly-2026-04-01-1400, 4 created, 4 destroyed, 0 warnings.'
expect_snapshots source tank/home 'zfs-auto-snap_hourly-2026-04-01-1300 zfs-auto-snap_hourly-2026-04-01-1400'
states > "$WORK/after-run"
recall
grep '^zfs ' "$WORK/shown" > "$WORK/script"
on source sh -e "$WORK/script"
states | diff "$WORK/after-run" - || fail "what it shows is not what it does"
at '2026-04-01 15:00:00'
zas -d -l hourly -e 'before the upgrade' //
expect_status 0
expect_out "Debug: zfs snapshot -o 'com.sun:auto-snapshot-desc=before the upgrade' -r tank@zfs-auto-snap_hourly-2026-04-01-1500"
expect_equal "$(on source zfs get -H -o value com.sun:auto-snapshot-desc tank@zfs-auto-snap_hourly-2026-04-01-1500)" 'before the upgrade' 'the event'
at '2026-04-01 16:00:00'
zas --fast --label hourly tank/scratch
expect_status 0
expect_texts '@zfs-auto-snap_hourly-2026-04-01-1600, 1 created, 0 destroyed, 0 warnings.' \
  'Warning: --fast has no effect here: snapshots are listed fast anyway'

# A failure is told with -q too, and is in the exit code.
at '2026-04-01 17:00:00'
fault="zfs snapshot * -r *:1:cannot create snapshot 'tank/scratch@zfs-auto-snap_hourly-2026-04-01-1700': out of space"
FAKE_ZFS_FAULT=$fault zas -q -l hourly //
expect_status 1
expect_equal "$(cat "$WORK/out")" '' stdout
expect_equal "$(wc -l < "$WORK/err")" 1 'lines on stderr'
expect_err "Error: [Source] tank/scratch: FAILED: it cannot be snapshotted: cannot create snapshot 'tank/scratch@"
at '2026-04-01 18:00:00'
FAKE_ZFS_FAULT=${fault//1700/1800} zas -l hourly //
expect_status 1
expect_texts '@zfs-auto-snap_hourly-2026-04-01-1800, 3 created, 0 destroyed, 1 warnings.' "$(cat "$WORK/err")"

# --- Which datasets ---

new_pools
chosen() { # chosen OPTION… NAME…: those that it snapshots
  at "2026-04-02 $((++hour)):00:00"
  zas "$@"
  expect_status 0
  on source zfs list -H -o name -t snapshot -r tank | sed -n "s/@.*-2026-04-02-$(printf %02d "$hour")00$//p" | xargs
}
hour=0
expect_equal "$(chosen -l a tank/home)" 'tank/home tank/home/ann' 'without -r, as long as nothing is excluded'
hour=1
on source zfs set com.sun:auto-snapshot=false tank/scratch
expect_equal "$(chosen -l a tank/home)" tank/home 'without -r'
hour=2
expect_equal "$(chosen -l a -r tank)" 'tank tank/home tank/home/ann' 'with -r'
hour=3
expect_equal "$(chosen -l a //)" 'tank tank/home tank/home/ann' 'all'
hour=4
expect_equal "$(chosen //)" 'tank tank/home tank/home/ann' 'all without a label'
hour=5
on source zfs set com.sun:auto-snapshot:a=false tank/home/ann
expect_equal "$(chosen -l a //)" 'tank tank/home' 'all of that label'
hour=6
expect_equal "$(chosen -l b //)" 'tank tank/home tank/home/ann' 'all of another label'
hour=7
expect_equal "$(chosen -l a tank/scratch)" '' 'what is named and excluded'
hour=8
on source zfs set com.sun:auto-snapshot:a=true tank/scratch
expect_equal "$(chosen -l a --default-exclude //)" 'tank/scratch' 'true for the label is enough'
hour=9
expect_equal "$(chosen -l a //)" 'tank tank/home' 'true for the label is not enough'
hour=10
on source zfs set com.sun:auto-snapshot=true tank/home
expect_equal "$(chosen --default-exclude //)" 'tank/home tank/home/ann' 'true, without a label'
for refused in home 'tank/home@zfs-auto-snap_a-2026-04-02-0100' nosuch/home; do
  remember
  zas -l a tank "$refused"
  expect_status 138
  expect_texts '' "Error: $refused is not a ZFS filesystem or volume."
  expect_unchanged
done

# --- Its own snapshots, and those of the original: names, and what stays ---

new_pools
for day in 01 02 03 04 05; do
  at "2026-04-$day 12:00:00"
  faked source zfs snapshot -r -o com.sun:auto-snapshot-desc=- "tank@zfs-auto-snap_daily-2026-04-$day-1200" # as the original makes it
  faked source zfs snapshot -r "tank@zfs-auto-snap_daily-2026-04-$day"                                       # not quite
done
zas --destroy-only -l daily -k 3 //
expect_status 0
expect_texts '@zfs-auto-snap_daily-2026-04-05-1200, 0 created, 8 destroyed, 0 warnings.'
expect_equal "$(snapshots_of source tank | tr ' ' '\n' | grep -c -- -1200)" 3 'daily snapshots'
on source zfs hold mine tank@zfs-auto-snap_daily-2026-04-03-1200
on source zfs clone tank/home@zfs-auto-snap_daily-2026-04-03-1200 tank/clone
on source zfs set com.sun:auto-snapshot=false tank/clone
at '2026-04-06 12:00:00'
zas -l daily -k 3 //
expect_status 0
expect_texts '@zfs-auto-snap_daily-2026-04-06-1200, 4 created, 2 destroyed, 0 warnings.'
expect_equal "$(snapshots_of source tank | tr ' ' '\n' | grep -c -- -1200)" 4 'what is held stays'
expect_equal "$(snapshots_of source tank/scratch | tr ' ' '\n' | grep -c -- -1200)" 3 'the others'
expect_equal "$(snapshots_of source tank | tr ' ' '\n' | grep -c '04-0.$')" 5 'names that only look like it'
# Other names are another kind.
at '2026-04-06 13:00:00'
zas -p 'My snaps' --sep=: -l daily -k 1 tank/scratch
zas -p x tank/scratch
zas -k 1 tank/scratch
expect_equal "$(snapshots_of source tank/scratch | sed 's/.*2026-04-06-1200 //')" \
  'My snaps:daily-2026-04-06-1300 x-2026-04-06-1300 zfs-auto-snap-2026-04-06-1300' 'prefix, separator and no label'
# What was written.
write source tank/scratch 65535
at '2026-04-06 14:00:00'
zas -l daily -m 64 tank/scratch
expect_texts '@zfs-auto-snap_daily-2026-04-06-1400, 0 created, 0 destroyed, 0 warnings.'
write source tank/scratch 1
zas -l daily -m 64 tank/scratch
expect_texts '@zfs-auto-snap_daily-2026-04-06-1400, 1 created, 0 destroyed, 0 warnings.'

# --- Pools that are at work, or not well ---

on source zpool create usb /dev/fake
at '2026-04-07 12:00:00'
FAKE_ZPOOL_SCRUBBED=usb zas -s -l daily //
expect_status 0
expect_equal "$(kept usb daily)" 0 'snapshots of a pool under a scrub'
FAKE_ZPOOL_RESILVERED=usb zas -s -l daily usb
expect_equal "$(kept usb daily)" 1 'snapshots of a pool under a resilver'
at '2026-04-07 13:00:00'
FAKE_ZPOOL_SUSPENDED=usb zas -l daily //
expect_status 0
expect_err 'Warning: [Source] usb: Skipped: it is SUSPENDED'
expect_out ', 1 warnings.'
FAKE_ZFS_FAULT='zpool list*:1:cannot open: no such device' zas -l daily //
expect_status 135
expect_err 'Error: [Source] cannot read the health of the pools: '
FAKE_ZFS_FAULT='zfs get*:1:internal error' zas -l daily //
expect_status 136
FAKE_ZFS_FAULT='zfs list*:1:internal error' zas -l daily //
expect_status 137
expect_err 'Error: [Source] cannot read the snapshots: '

# --- Commands around each tree ---

new_pools
on source zfs create 'tank/home/my files'
log=$WORK/hooks
cat > "$WORK/hook" << 'END'
#!/bin/sh
printf '%s' "$1 of $ZWINNOW_DATASET_COUNT:" >> "$WORK/hooks"
[ "$1" != post ] || printf ' %s:' "$ZWINNOW_RESULT" >> "$WORK/hooks"
refused=$2
shift 2
printf ' [%s]' "$@" >> "$WORK/hooks"
echo >> "$WORK/hooks"
[ "$1" != "$refused" ]
END
chmod +x "$WORK/hook"
expect_log() {
  expect_equal "$(cat "$log" 2> /dev/null)" "$1" "what the hooks wrote"
  rm -f "$log"
}
at '2026-04-08 12:00:00'
zas -l a --pre-snapshot "true; $WORK/hook pre ''" --post-snapshot "true | cat; $WORK/hook post 'tank'" //
expect_status 0
expect_log "pre of 5: [tank] [zfs-auto-snap_a-2026-04-08-1200]
post of 5: success: [tank] [zfs-auto-snap_a-2026-04-08-1200]"
expect_texts '@zfs-auto-snap_a-2026-04-08-1200, 5 created, 0 destroyed, 1 warnings.' "$(cat "$WORK/err")"
expect_err 'Warning: [Source] tank: the command after its snapshot failed: '

# A command that fails skips its tree, and no other; what follows a snapshot is told what became of it.
on source zfs set com.sun:auto-snapshot=false tank/home/ann
hooks=(--pre-snapshot "$WORK/hook pre tank/scratch" --post-snapshot "$WORK/hook post ''")
at '2026-04-08 13:00:00'
remember
zas -n -l a "${hooks[@]}" //
expect_status 0
expect_unchanged
expect_log ''
expect_equal "$(grep -c 'hook pre' "$WORK/out")$(grep -c '^zfs snapshot' "$WORK/out")$(grep -c 'hook post' "$WORK/out")" 444 'commands shown'
zas -q -l a -k 1 "${hooks[@]}" //
expect_status 1
expect_equal "$(wc -l < "$WORK/err")" 1 'lines on stderr'
expect_err "Error: [Source] tank/scratch: FAILED: it cannot be snapshotted: the command before its snapshot failed: "
name=zfs-auto-snap_a-2026-04-08-1300
expect_log "pre of 1: [tank] [$name]
post of 1: success: [tank] [$name]
pre of 1: [tank/home] [$name]
post of 1: success: [tank/home] [$name]
pre of 1: [tank/home/my files] [$name]
post of 1: success: [tank/home/my files] [$name]
pre of 1: [tank/scratch] [$name]"
expect_snapshots source 'tank/home/my files' "$name"
expect_snapshots source tank/scratch zfs-auto-snap_a-2026-04-08-1200
at '2026-04-08 14:00:00'
fault="zfs snapshot *tank/home@*:1:cannot create snapshot 'tank/home@zfs-auto-snap_a-2026-04-08-1400': out of space"
FAKE_ZFS_FAULT=$fault zas -l a "${hooks[@]/tank\/scratch/none}" tank/home tank/scratch
expect_status 1
expect_equal "$(grep -c 'post of 1: failure: \[tank/home\]' "$log")$(grep -c 'post of 1: success: \[tank/scratch\]' "$log")" 11 'what they were told'
expect_out ', 1 created, 0 destroyed, 1 warnings.'
rm "$log"

# Ended while one is at work: what it began is ended, and nothing more is begun.
at '2026-04-08 15:00:00'
printf '#!/bin/sh\ntouch "%s/waiting"\nexec sleep 60\n' "$WORK" > "$WORK/wait"
chmod +x "$WORK/wait"
start_zw source snapshot // --pre-tree-cmd "$WORK/wait" --post-tree-cmd "$WORK/hook post x"
eventually test -e "$WORK/waiting"
kill -INT "$started"
finish
expect_status 255
expect_err Aborted
expect_log 'post of 5: failure: [tank] [custom_2026-04-08_15-00-00]'

# The same under our own name, and as a script.
at '2026-04-08 16:00:00'
own=(// --label a --keep 2 --pre-tree-cmd "$WORK/hook pre none" --post-tree-cmd "$WORK/hook post none")
remember
zw_on source snapshot "${own[@]}" --plan=sh
expect_unchanged
cp "$WORK/out" "$WORK/script"
zw_on source snapshot "${own[@]}"
expect_status 0
expect_quiet
states > "$WORK/after-run"
cp "$log" "$WORK/hooks-of-run"
for shell in sh 'sh -e' bash; do
  recall
  rm "$log"
  # shellcheck disable=SC2086 # words
  faked source $shell "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail "the script failed under $shell"
  states | diff "$WORK/after-run" - || fail "the script under $shell left other pools than the run"
  diff "$WORK/hooks-of-run" "$log" || fail "other hooks under $shell"
done
recall
rm "$log"
! FAKE_ZFS_HOST=source FAKE_ZFS_FAULT='zfs snapshot*:1' sh "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail 'the script went on'
expect_equal "$(grep -c 'post of 1: failure' "$log")$(wc -l < "$log")" 12 'what they were told'
zw_on source snapshot "${own[@]}" --plan=json
expect_status 0
expect_out '"step": "hook"'

# --- There and back ---

new_pools
original() { # as the original makes and destroys them: original LABEL KEEP
  local name old
  name=zfs-auto-snap_$1-$(date -d "$now" +%Y-%m-%d-%H%M)
  faked source zfs snapshot -o com.sun:auto-snapshot-desc=- -r "tank@$name"
  on source zfs list -H -o name -s creation -t snapshot tank | grep "_$1-" | head -n "-$2" |
    while read -r old; do on source zfs destroy -d -r "$old"; done
}
for day in $(seq -w 1 9); do
  at "2026-05-$day 12:00:00"
  if [[ $day == 0[456] ]]; then zas -q -l daily -k 3 //; else original daily 3; fi
  [[ $day != 0[3679] ]] || expect_equal "$(kept tank daily)$(kept tank/home/ann daily)" 33 "snapshots on day $day"
done
expect_equal "$(snapshots_of source tank/home/ann)" \
  "$(printf 'zfs-auto-snap_daily-2026-05-%s-1200 ' 07 08 09 | sed 's/ $//')" 'the last three'

# --- Help, and what it does not know ---

zas --help
expect_status 0
expect_out '  -l, --label LAB'
expect_equal "$(wc -c < "$WORK/err")" 0 stderr
remember
for refused in 128:--nonsense 128:-x 128:--send-full=x 129:-k0 130:-p% 131:--sep= 132:--sep=ab 136:-lDaily 255:--destroy-only; do
  zas "${refused#*:}" tank
  expect_status "${refused%%:*}"
  expect_equal "$(wc -l < "$WORK/err")" 1 'lines on stderr'
  expect_err 'Error: '
  expect_no_commands
done
zas
expect_status 133
zas // tank
expect_status 134
expect_unchanged
