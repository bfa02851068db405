# `zwinnow handover SRC DST`: the use of a tree goes from one twin to the other and back, with what uses it; a step that fails is undone, and
# a run that was killed is carried on by the same command.
source=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=tests/e2e/killing.sh
. "$source/../killing.sh"

for dataset in tank/vm tank/vm/a tank/vm/a/b tank/vm/manual tank/vm/iso; do on source zfs create "$dataset"; done
on source zfs create -o canmount=off tank/vm/box
on source zfs create -V 1000000 tank/vm/disk
on source zfs set canmount=noauto tank/vm/manual
on source zfs unmount tank/vm/manual
on source zfs set readonly=on tank/vm/iso
on source zfs set mountpoint=/srv/vm tank/vm

# The service writes where it runs, at its very end too. Where it is stopped already, or runs already, there is nothing to do.
cat > "$WORK/vm" << 'END'
#!/bin/sh
echo "$1 $FAKE_ZFS_HOST $ZWINNOW_DATASET" >> "$WORK/hooks"
case $1 in
  start) echo "$FAKE_ZFS_HOST" > "$WORK/service" ;;
  stop)
    [ "$(cat "$WORK/service" 2> /dev/null)" = "$FAKE_ZFS_HOST" ] || exit 0
    for each in a disk; do FAKE_ZFS_LOG='' FAKE_ZFS_FAULT='' zfs fakewrite "$ZWINNOW_DATASET/$each" 50000; done
    rm "$WORK/service" ;;
esac
[ ! -e "$WORK/fail-$1-$FAKE_ZFS_HOST" ]
END
chmod +x "$WORK/vm"
hooks=(--stop-cmd "$WORK/vm stop" --start-cmd "$WORK/vm start")
there=(handover "${hooks[@]}" source:tank/vm backup/vm)
back=(handover "${hooks[@]}" backup/vm source:tank/vm)
echo source > "$WORK/service"
service() { cat "$WORK/service" 2> /dev/null || echo none; }

# uses HOST ROOT: how each dataset is used, without the name of its root.
uses() { on "$1" zfs get -H -r -t filesystem,volume -o name,property,value readonly,canmount,mounted "$2" | sed "s,^$2,,"; }
# in_use HOST ROOT: as the source was at first. a_copy HOST ROOT: nothing is writable, or mounted, or would be at boot.
in_use() { uses "$1" "$2" > "$WORK/uses" && cmp -s "$WORK/first-uses" "$WORK/uses"; }
a_copy() { ! uses "$1" "$2" | grep -q -e '	readonly	off' -e '	canmount	on' -e '	mounted	yes'; }
remembered() { on "$1" zfs get -H -r -s local -o name zwinnow:handover "$2"; }
uses source tank/vm > "$WORK/first-uses"
# handed FROM ROOT TO ROOT: the second has it.
handed() {
  a_copy "$1" "$2" || fail "$1:$2 is no copy"$'\n'"$(uses "$1" "$2")"
  in_use "$3" "$4" || fail "$3:$4 is not used as it was on the other side"$'\n'"$(diff "$WORK/first-uses" "$WORK/uses")"
  expect_equal "$(service)" "$3" "the service"
  expect_equal "$(remembered "$1" "$2")$(remembered "$3" "$4")" '' "what is remembered"
  expect_equal "$(on "$3" zfs get -H -r -s local -o name zwinnow:source "$4")" '' "records on what is in use"
}
remember

# A dry run and plans change nothing.
at '2026-03-01 12:00:00'
zw "${there[@]}" --test
expect_status 0
expect_out "CMDSKIP> (ssh"
expect_out 'zfs unmount tank/vm/a/b'
expect_out "zwinnow sync source:tank/vm backup/vm"
expect_out 'zfs mount backup/vm/a'
zw "${there[@]}" --plan=json
expect_status 0
expect_equal "$(jq -r '.stages[].stage' "$WORK/out" | tr '\n' ' ')" 'sync stop give_up last_sync take_over start tidy ' "stages"
expect_unchanged
expect_equal "$(cat "$WORK/hooks" 2> /dev/null)" '' "hooks of a dry run"

# There, and back, and there again; what the service writes at its end is there each time.
for day in 1 3 5; do
  at "2026-03-0$day 12:00:00"
  write source tank/vm/a
  zw "${there[@]}" --json
  expect_status 0
  handed source tank/vm backup backup/vm
  expect_equal "$(jq -r '.handover + " " + .result' "$WORK/out")" 'done ok' "as data"
  expect_equal "$(guid_of source "tank/vm/a@$(snapshots_of source tank/vm/a | sed 's/.* //')")" \
    "$(guid_of backup "backup/vm/a@$(snapshots_of backup backup/vm/a | sed 's/.* //')")" "the newest snapshot"
  expect_equal "$(on backup zfs get -Hp -o value written backup/vm/a)" 0 "what is written on the target before it is used"
  zw "${there[@]}" -v
  expect_status 0
  expect_out 'Nothing to do: backup/vm is in use, and tank/vm is its copy'
  at "2026-03-0$((day + 1)) 12:00:00"
  write backup backup/vm/disk
  zw "${back[@]}"
  expect_status 0
  handed backup backup/vm source tank/vm
  expect_equal "$(on source zfs get -H -o value,source mountpoint tank/vm)" $'/srv/vm\tlocal' "the mountpoint of what has received its first stream"
done
expect_not_ran source 'zfs \(destroy\|rollback\)'
expect_equal "$(holds_of source tank/vm/a | grep -c .) $(holds_of backup backup/vm/a | grep -c .)" '2 2' "holds that are left, of two datasets"

# By push and through the middle.
for how in "source tank/vm backup:backup/vm" "elsewhere source:tank/vm backup:backup/vm"; do
  read -r host src dst <<< "$how"
  recall
  echo source > "$WORK/service"
  at '2026-03-01 12:00:00'
  zw_on "$host" handover "${hooks[@]}" "$src" "$dst"
  expect_status 0
  handed source tank/vm backup backup/vm
done

# The script leaves the same uses.
recall
echo source > "$WORK/service"
zw "${there[@]}" --plan=sh
expect_status 0
cp "$WORK/out" "$WORK/script"
mkdir -p "$WORK/path"
ln -sf "$ZWINNOW" "$WORK/path/zwinnow"
PATH=$WORK/path:$PATH on backup sh "$WORK/script" > "$WORK/out" 2> "$WORK/err" || fail "the script failed"
handed source tank/vm backup backup/vm
# When a stage of it fails it is undone.
recall
echo source > "$WORK/service"
touch "$WORK/fail-start-backup"
status=0
PATH=$WORK/path:$PATH on backup sh "$WORK/script" > "$WORK/out" 2> "$WORK/err" || status=$?
[[ $status != 0 ]] || fail "the script succeeded"
in_use source tank/vm || fail "the script did not undo"
a_copy backup backup/vm || fail "the target is no copy"
expect_equal "$(service)" source "the service after the script"
rm "$WORK/fail-start-backup"

# A hook that fails is undone.
for failing in stop-source start-backup; do
  recall
  echo source > "$WORK/service"
  touch "$WORK/fail-$failing"
  zw "${there[@]}"
  rm "$WORK/fail-$failing"
  expect_status 7
  expect_err "${failing%-*}-cmd failed"
  expect_err 'Undone: tank/vm is in use again.'
  in_use source tank/vm || fail "not undone"
  a_copy backup backup/vm || fail "the target is no copy"
  expect_equal "$(service)" source "the service"
  zw "${there[@]}"
  expect_status 0
  handed source tank/vm backup backup/vm
done

# Where a single command fails either all went well or all is undone; then the same command does it.
place=1
while
  recall
  echo source > "$WORK/service"
  FAKE_ZFS_FAULT="nth@$place:*:1:out of order" zw "${there[@]}"
  [[ $(wc -l < "$FAKE_ZFS_LOG") -ge $place ]]
do
  case $status in
    0) [[ $(service) == backup ]] || fail "success without the service ($place)" ;;
    255) ;;
    *)
      if ! in_use source tank/vm || [[ $(service) != source ]]; then fail "not undone ($place): $(sed -n "${place}p" "$FAKE_ZFS_LOG")"; fi
      ;;
  esac
  zw "${there[@]}"
  expect_status 0
  handed source tank/vm backup backup/vm
  place=$((place + every))
done
((place > 15)) || fail "only $place commands failed"

# Killed anywhere, the same command finishes it; or, with the operands exchanged, takes it back.
# (Killed before a command is nearly killed after the one before it.)
hows=(after)
((every > 1)) || hows+=(before)
for how in "${hows[@]}"; do
  place=1
  while recall; echo source > "$WORK/service"; killed_at "$place" "$how" backup "${there[@]}"; do
    zw "${there[@]}"
    expect_status 0
    handed source tank/vm backup backup/vm
    place=$((place + every))
  done
  ((place > 15)) || fail "killed at $((place - 1)) places only"
done
place=1
while recall; echo source > "$WORK/service"; killed_at "$place" after backup "${there[@]}"; do
  if [[ $(service) != source ]] && exists backup backup/vm; then
    zw "${back[@]}"
    expect_status 0
    in_use source tank/vm || fail "not taken back ($place)"$'\n'"$(diff "$WORK/first-uses" "$WORK/uses")"
    expect_equal "$(service)" source "the service ($place)"
    expect_equal "$(remembered source tank/vm)$(remembered backup backup/vm)" '' "what is remembered ($place)"
  fi
  place=$((place + every))
done

# What cannot be undone is told, with what is left to do.
recall
echo source > "$WORK/service"
touch "$WORK/fail-start-backup" "$WORK/fail-start-source"
FAKE_ZFS_FAULT='source zfs mount tank/vm/a:1:cannot mount: busy' zw "${there[@]}" --json
rm "$WORK/fail-start-backup" "$WORK/fail-start-source"
expect_status 255
expect_err 'The handover failed, and could not be undone. What is left:'
expect_err '! [Source] tank/vm/a: writable, not mounted'
expect_err '! [Target] backup/vm/a: read-only, not mounted'
expect_err 'To finish undoing it, these commands in this order:'
grep -q '^!   ssh .*zfs mount tank/vm/a' "$WORK/err" || fail "no command that finishes it"
expect_equal "$(jq -r .handover "$WORK/out")" unfinished "as data"
# So long as the target may be writable, nothing of the source is taken back.
recall
echo source > "$WORK/service"
touch "$WORK/fail-start-backup"
FAKE_ZFS_FAULT='backup zfs set *readonly=on*:1:out of order' zw "${there[@]}"
rm "$WORK/fail-start-backup"
expect_status 255
a_copy source tank/vm || fail "both sides are writable"

# Signals leave what the same command finishes.
recall
echo source > "$WORK/service"
FAKE_ZFS_FAULT='stop:source zfs unmount tank/vm/a' start_zw backup "${there[@]}"
once_idle
kill -INT "$started"
go_on
finish
expect_status 255
expect_err 'Interrupted. The same command, run again, goes on from here.'
zw "${there[@]}"
expect_status 0
handed source tank/vm backup backup/vm

# Refused before anything is changed: both in use, none in use, a copy that cannot be mounted, overlapping trees.
recall
zw sync source:tank/vm backup/vm
on backup zfs set readonly=off backup/vm/a
on backup zfs mount backup/vm/a
remember synced
zw "${there[@]}"
expect_status 255
expect_err '[Target] backup/vm/a: mounted and writable, as the source is, so both may be in use.'
expect_unchanged synced
on backup zfs unmount backup/vm/a
on backup zfs set readonly=on backup/vm/a
on backup zfs set mountpoint=none backup/vm/a
zw "${there[@]}"
expect_status 255
expect_err 'zfs set mountpoint=/PATH backup/vm/a'
expect_equal "$(service)" backup "the service is not touched"
on backup zfs inherit mountpoint backup/vm/a
on source zfs set readonly=on tank/vm tank/vm/a tank/vm/a/b tank/vm/manual tank/vm/box tank/vm/disk
zw "${there[@]}"
expect_status 255
expect_err 'both sides are read-only, so nothing says which one is in use'
zw handover source:tank/vm source:tank/vm/a/c
expect_status 255
expect_err 'lie within each other'
zw handover source:tank/vm
expect_status 255
zw handover --promote-only backup/vm source:tank/vm
expect_status 255

# The source is dead.
recall synced
on backup zfs unmount backup/vm/a
on backup zfs set readonly=on backup/vm/a
rm -f "$WORK/service" "$WORK/hooks"
FAKE_SSH_FAIL='source:255:No route to host' zw handover --promote-only backup/vm "${hooks[@]}"
expect_status 0
expect_equal "$(service)" backup "the service"
expect_equal "$(cat "$WORK/hooks")" 'start backup backup/vm' "hooks of a promotion"
expect_equal "$(on backup zfs get -H -o value readonly,mounted backup/vm/a | tr '\n' ' ')" 'off yes ' "what is in use"
zw handover --promote-only backup/vm "${hooks[@]}"
expect_status 0
expect_equal "$(grep -c . "$WORK/hooks")" 1 "hooks of a second promotion"

# Users who are not root: on Linux they cannot mount, and are told before anything is changed.
recall
at '2026-03-01 12:00:00'
zw handover bk@source:tank/vm backup/vm
expect_status 255
expect_err '[Source] user bk cannot mount or unmount below tank/vm: on Linux only root can.'
expect_unchanged
zw handover --no-mount bk@source:tank/vm backup/vm
expect_status 255
expect_err 'lacks canmount, readonly, userprop on tank/vm'
on source zfs allow -u bk canmount,hold,mount,readonly,release,send,snapshot,userprop tank/vm
zw handover --no-mount bk@source:tank/vm backup/vm
expect_status 0
expect_equal "$(on source zfs get -H -o value readonly tank/vm/disk) $(on backup zfs get -H -o value readonly backup/vm/disk)" 'on off' "a volume"
