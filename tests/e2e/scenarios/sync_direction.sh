# `zwinnow sync --direction=auto A B`: each dataset goes from the side that it is written to on to the other, back and forth.
on source zfs create tank/jail
on backup zfs create -o canmount=off backup/jail
for inst in inst1 inst2 inst3 inst4; do on source zfs create "tank/jail/$inst"; done
twins=(sync --direction=auto source:tank/jail backup/jail)
newest() { snapshots_of "$1" "$2" | sed 's/.* //'; }
# same INST: both sides end in the same snapshot.
same() { expect_equal "$(guid_of source "tank/jail/$1@$(newest source "tank/jail/$1")")" "$(guid_of backup "backup/jail/$1@$(newest backup "backup/jail/$1")")" "$1"; }
# moved_to HOST DATASET OTHER OTHER_DATASET: it is used there from now on.
moved_to() {
  on "$3" zfs set readonly=on "$4"
  on "$1" zfs set readonly=off "$2"
}
on backup zfs destroy backup/jail

at '2026-03-01 12:00:00'
zw "${twins[@]}"
expect_status 0
for inst in inst1 inst2 inst3 inst4; do same "$inst"; done
expect_equal "$(on backup zfs get -H -o value readonly backup/jail/inst3)" on "the offline replica"

# Nothing was written: nothing is snapshotted or sent.
at '2026-03-01 12:01:00'
zw "${twins[@]}" --json
expect_status 0
expect_equal "$(commands source 'zfs snapshot') $(commands source 'zfs send')" '0 0' "commands"

# inst3 moves to the other side, is written to there, and comes back; the others stay.
for day in 2 4; do
  moved_to backup backup/jail/inst3 source tank/jail/inst3
  write backup backup/jail/inst3
  write source tank/jail/inst1
  at "2026-03-0$day 12:00:00"
  zw "${twins[@]}"
  expect_status 0
  expect_equal "$(commands source 'zfs send') $(commands backup 'zfs send')" '1 1' "streams either way"
  for inst in inst1 inst2 inst3 inst4; do same "$inst"; done
  moved_to source tank/jail/inst3 backup backup/jail/inst3
  write source tank/jail/inst3
  at "2026-03-0$((day + 1)) 12:00:00"
  zw "${twins[@]}"
  expect_status 0
  expect_equal "$(commands backup 'zfs send')" 0 "streams back"
  same inst3
done

# Cut over: read-only on both sides, the last run brings what was written before that.
write source tank/jail/inst4
on source zfs set readonly=on tank/jail/inst4
at '2026-03-06 12:00:00'
zw "${twins[@]}"
expect_status 0
same inst4

# The printed script carries both directions, one after the other.
moved_to backup backup/jail/inst3 source tank/jail/inst3
write backup backup/jail/inst3
write source tank/jail/inst1
at '2026-03-06 13:00:00'
scripted_verb=sync same_as_script backup "${twins[@]:1}"
moved_to source tank/jail/inst3 backup backup/jail/inst3

# One that exists on the other side alone comes from there.
on backup zfs create -o canmount=noauto backup/jail/inst5
write backup backup/jail/inst5
at '2026-03-07 12:00:00'
zw "${twins[@]}"
expect_status 0
same inst5

# Written to on both sides: that dataset is refused, the others go on.
write source tank/jail/inst1
write source tank/jail/inst2
on backup zfs set readonly=off backup/jail/inst2
write backup backup/jail/inst2
at '2026-03-08 12:00:00'
zw "${twins[@]}" --json
expect_status 1
expect_err 'tank/jail/inst2: FAILED: both tank/jail/inst2 and backup/jail/inst2 were written to'
expect_equal "$(jq -r '.errors[].class' "$WORK/out")" both_written "as data"
same inst1
# Writable where it lacks what the read-only side has: refused too.
write source tank/jail/inst1
moved_to backup backup/jail/inst1 source tank/jail/inst1
zw "${twins[@]}"
expect_status 2
expect_err 'is read-only and has what backup/jail/inst1, which is writable, lacks'

# Either way there is one run at a time.
on source zfs set readonly=off tank/jail/inst4
write source tank/jail/inst4
FAKE_ZFS_FAULT='stop:zfs send *' start_zw backup "${twins[@]}"
once_idle
if faked backup "$ZWINNOW" sync backup/jail source:tank/jail > /dev/null 2> "$WORK/second" < /dev/null; then fail "a second run was done"; fi
grep -q 'another run of this job is under way' "$WORK/second" || fail "two runs at a time"
go_on
finish
expect_status 2
same inst4

# --test shows both ways.
zw "${twins[@]}" --test
expect_status 2
zw sync --direction=auto source:tank/jail@x backup/jail
expect_status 255
