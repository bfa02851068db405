# `zwinnow rollback DATASET@SNAPSHOT`: back to a snapshot, between hooks, and nothing is lost unseen.
rollback() { zw_on source rollback "$@"; }
value() { on source zfs get -Hp -o value "$1" "$2"; }
on source zfs create -o mountpoint=/srv/vm -o compression=off tank/vm
for dataset in tank/vm/a tank/vm/a/deep tank/vm/late; do on source zfs create "$dataset"; done
on source zfs create -V 1000000 tank/vm/disk
for name in one two three; do
  for dataset in tank/vm tank/vm/a tank/vm/a/deep tank/vm/disk; do
    on source zfs snapshot "$dataset@$name"
    write source "$dataset" 1000
  done
done
on source zfs snapshot tank/vm/late@late
on source zfs bookmark tank/vm@three tank/vm#three
on source zfs bookmark tank/vm@one tank/vm#one_1a2b3c4d
remember

# What would be lost is listed; without somebody to ask, nothing is done.
rollback tank/vm@one
expect_status 255
expect_err 'Roll back tank/vm@one? There is no terminal to ask on: --yes answers yes'
expect_out 'NOTE: [Target] tank/vm: 1000 bytes were written since its newest snapshot, and would be lost'
for name in tank/vm@two tank/vm@three tank/vm#three; do expect_out "NOTE: [Target] $name: Would be destroyed"; done
expect_unchanged

# Who sits at a terminal is asked.
at_terminal() {
  local answer=$1 command
  shift
  printf -v command '%q ' "$ZWINNOW" rollback "$@"
  status=0
  : > "$FAKE_ZFS_LOG"
  printf '%s\n' "$answer" | faked source script -qec "$command" /dev/null > "$WORK/out" 2> "$WORK/err" || status=$?
}
at_terminal n tank/vm@one
expect_status 255
expect_out 'Roll back tank/vm@one? [y/N]'
expect_out 'Not done: the answer was not yes'
expect_unchanged
at_terminal y tank/vm@one
expect_status 0
expect_equal "$(snapshots_of source tank/vm) $(value written tank/vm)" 'one 0' "it went back"
expect_equal "$(on source zfs list -H -t bookmark -o name)" 'tank/vm#one_1a2b3c4d' "newer bookmarks"
expect_equal "$(snapshots_of source tank/vm/a)" 'one two three' "what is below it"

# With nothing newer there is nothing to ask about.
rollback tank/vm@one
expect_status 0
expect_quiet

# What is below goes back with -r, as far as it can.
recall
rollback -r --yes -v tank/vm@one
expect_status 0
for dataset in tank/vm tank/vm/a tank/vm/a/deep tank/vm/disk; do
  expect_equal "$(snapshots_of source "$dataset") $(value written "$dataset")" 'one 0' "$dataset"
done
expect_snapshots source tank/vm/late late
expect_out 'NOTE: [Target] tank/vm/late: Stays as it is: it has no snapshot @one'
expect_out '[Target] tank/vm@two: Destroying'
expect_out '[Target] tank/vm/a@one: Rolling back'
expect_equal "$(grep -c 'zfs destroy.*-[rR]\|zfs rollback.*-[rR]' "$FAKE_ZFS_LOG")" 0 "recursive destroys"

# Clones of what is newer go too, with what hangs on them, in an order that needs no -R.
recall
on source zfs clone tank/vm@two tank/clone
on source zfs create tank/clone/below
on source zfs snapshot tank/clone/below@x
on source zfs clone tank/clone/below@x tank/second
on source zfs clone tank/vm@one tank/stays
remember clones
rollback tank/vm@one
expect_status 255
for name in tank/clone tank/clone/below tank/second tank/clone/below@x; do expect_out "NOTE: [Target] $name: Would be destroyed"; done
expect_no_out tank/stays
expect_unchanged clones
rollback -y tank/vm@one
expect_status 0
expect_equal "$(on source zfs list -H -o name -r tank)" $'tank\ntank/stays\ntank/vm\ntank/vm/a\ntank/vm/a/deep\ntank/vm/disk\ntank/vm/late' "what is left"
recall clones
on source zfs create tank/clone/in
on source zfs rename tank/vm tank/clone/in/vm
rollback -y tank/clone/in/vm@one
expect_status 255
expect_err 'tank/clone/in/vm lies in a clone of a snapshot that would be destroyed: promote that clone first'

# The newest common snapshot with a target stays.
recall
on source zfs hold zfs_autobackup:offsite1 tank/vm@two
remember held
rollback --yes tank/vm@one
expect_status 255
expect_err 'a rollback to tank/vm@one would destroy tank/vm@two (the newest common snapshot with a target, held by zfs_autobackup:offsite1). With --keep nothing is destroyed'
expect_unchanged held
rollback --yes tank/vm@two
expect_status 0
recall
on source zfs hold somebody tank/vm/a@three
rollback -r --yes tank/vm@one
expect_status 255
expect_err 'tank/vm/a@three (held by somebody)'
recall
on source zfs bookmark tank/vm@two "tank/vm#two_1a2b3c4d"
rollback --yes tank/vm@one
expect_status 255
expect_err 'tank/vm#two_1a2b3c4d (it stands for the newest common snapshot with a target)'

# Hooks: stop before, start after, also when something failed in between.
cat > "$WORK/hook" << 'END'
#!/bin/sh
echo "$* dataset=$ZWINNOW_DATASET snapshot=$ZWINNOW_SNAPSHOT result=${ZWINNOW_RESULT-} newest=$(zfs list -H -o name -t snapshot tank/vm | tail -n 1)" >> "$(dirname "$0")/hooked"
[ "$1" != stop ] || [ ! -e "$(dirname "$0")/refuse" ]
END
chmod +x "$WORK/hook"
hooks=(--stop-cmd "$WORK/hook stop" --start-cmd "$WORK/hook start 'my vm'")
for how in run kept; do
  recall
  rm -f "$WORK/hooked"
  more=(--yes)
  [[ $how == run ]] || more=(--keep)
  rollback "${more[@]}" "${hooks[@]}" tank/vm@two
  expect_status 0
  expect_equal "$(< "$WORK/hooked")" "stop dataset=tank/vm snapshot=two result= newest=tank/vm@three
start my vm dataset=tank/vm snapshot=two result=success newest=tank/vm@two" "the hooks, $how"
  recall
  rm -f "$WORK/hooked"
  FAKE_ZFS_FAULT='zfs destroy*:1:cannot destroy: no;zfs rename*:1:cannot rename: no' rollback "${more[@]}" "${hooks[@]}" tank/vm@two
  expect_status 1
  expect_err 'tank/vm: FAILED: '
  expect_equal "$(tail -n 1 "$WORK/hooked")" 'start my vm dataset=tank/vm snapshot=two result=failure newest=tank/vm@three' "after a failure, $how"
  expect_equal "$(value mounted tank/vm)" yes "mounted again, $how"
  : > "$WORK/refuse"
  rm -f "$WORK/hooked"
  recall
  rollback "${more[@]}" "${hooks[@]}" tank/vm@two
  expect_status 1
  expect_err 'stop-cmd failed'
  expect_unchanged
  expect_equal "$(wc -l < "$WORK/hooked")" 2 "hooks where the first fails, $how"
  rm "$WORK/refuse"
done
recall
rollback --yes --stop-cmd "'" tank/vm@one
expect_status 255
expect_err '--stop-cmd: '

# --keep: nothing is destroyed, the dataset has its history, its children and its properties.
recall
on source zfs hold zfs_autobackup:offsite1 tank/vm@three
on source zfs set readonly=on autobackup:offsite1=true com.sun:auto-snapshot=true tank/vm
on source zfs set autobackup:daily=true tank/vm/a
on source zfs set refreservation=1000 tank/vm/disk
remember kept
child=$(guid_of source tank/vm/a)
at '2026-03-05 10:00:00'
rollback --keep -v tank/vm@one
expect_status 0
aside=tank/vm.rolled-back-20260305100000
expect_out "tank/vm is what it was at @one. What it was before the rollback is $aside"
expect_snapshots source tank/vm one
expect_snapshots source "$aside" 'two three'
expect_equal "$(value written "$aside") $(value origin "$aside")" '1000 tank/vm@one' "what was set aside"
expect_equal "$(guid_of source tank/vm/a) $(snapshots_of source tank/vm/a)" "$child one two three" "a child"
for property in mountpoint=/srv/vm compression=off readonly=on autobackup:offsite1=true com.sun:auto-snapshot=true; do
  expect_equal "$(on source zfs get -H -o property,value,source "${property%%=*}" tank/vm | tr '\t' ' ')" "${property%%=*} ${property#*=} local" "of tank/vm"
done
expect_equal "$(on source zfs get -H -o value,source canmount tank/vm | tr '\t' ' ')" 'on default' "canmount"
for property in canmount=noauto autobackup:offsite1=false com.sun:auto-snapshot=false mounted=no; do
  expect_equal "$(value "${property%%=*}" "$aside")" "${property#*=}" "${property%%=*} of what was set aside"
done
for dataset in tank/vm tank/vm/a tank/vm/a/deep tank/vm/late; do expect_equal "$(value mounted "$dataset")" yes "$dataset mounted"; done
expect_not_ran source 'zfs destroy'
expect_equal "$(on source zfs list -H -t bookmark -o name -d 1 tank/vm)" 'tank/vm#one_1a2b3c4d' "its bookmarks"
expect_holds source tank "$aside@three zfs_autobackup:offsite1"

# A tree of them. Nobody takes what was set aside for a source.
recall kept
rollback -r --keep tank/vm@one
expect_status 0
expect_out 'NOTE: [Target] tank/vm/late: Stays as it is: it has no snapshot @one'
for dataset in tank/vm tank/vm/a tank/vm/a/deep tank/vm/disk; do
  expect_snapshots source "$dataset" one
  expect_snapshots source "$aside${dataset#tank/vm}" 'two three'
done
expect_snapshots source tank/vm/late late
expect_equal "$(value autobackup:daily "$aside/a") $(value autobackup:daily tank/vm/a)" 'false true' "selecting properties"
expect_equal "$(value refreservation tank/vm/disk)" 1000 "a reservation"
zw_on source backup --test offsite1 --no-send
expect_no_out "$aside: Selected"
zw_on source backup --test daily --no-send
expect_no_out "$aside/a: Selected"
at '2026-03-06 10:00:00'
write source tank/vm
on source zfs snapshot tank/vm@again
rollback --keep tank/vm@one
expect_status 0
expect_snapshots source tank/vm.rolled-back-20260306100000 again

# A backup goes on from there.
recall
at '2026-03-01 12:00:00'
on source zfs set autobackup:offsite1=true tank/vm
on backup zfs create -o mountpoint=none backup/server1
pull --other-snapshots
expect_status 0
at '2026-03-02 12:00:00'
rollback --keep -r tank/vm@three
expect_status 0
write source tank/vm
pull --other-snapshots --on-diverge=rotate
expect_status 0
expect_snapshots backup backup/server1/tank/vm 'one two three offsite1-20260302120000'

# Somebody works in it: nothing has happened.
recall
FAKE_ZFS_FAULT='zfs unmount*:1:cannot unmount: pool or dataset is busy' rollback --keep tank/vm@one
expect_status 1
expect_err 'tank/vm: FAILED: '
state_of source > "$WORK/after"
recall
state_of source > "$WORK/before"
cmp "$WORK/before" "$WORK/after" || fail "something happened"

# Wrong input.
rollback tank/vm
expect_status 255
expect_err "'tank/vm' names no snapshot: tank/vm@SNAPSHOT"
rollback --yes tank/vm@nowhere
expect_refusal 'the snapshot tank/vm@nowhere does not exist: zfs list -t snapshot tank/vm'
rollback --yes tank/nothing@x
expect_refusal 'there is no dataset tank/nothing'
rollback --keep tank/nothing@x
expect_refusal 'there is no dataset tank/nothing'
on source zfs snapshot tank@x
remember
rollback --keep tank@x
expect_refusal 'tank is the root of its pool and cannot be renamed'
rollback --yes 'tank/vm@one,two'
expect_status 255
rollback --yes 'tank/vm@one%two'
expect_status 255
rollback
expect_status 255
expect_err 'DATASET@SNAPSHOT'
expect_unchanged

# On another host, as its user has it.
zw rollback --yes source:tank/vm@two
expect_status 0
expect_snapshots source tank/vm 'one two'

# Dry run and JSON; the script does the same, by force of the same guids.
for how in --yes --keep; do
  for recursive in "" -r; do
    recall kept
    at '2026-03-05 10:00:00'
    on source zfs release zfs_autobackup:offsite1 tank/vm@three
    on source zfs clone tank/vm@two tank/clone
    remember scripted
    # shellcheck disable=SC2206 # words
    what=($how $recursive "${hooks[@]}" tank/vm@one)
    rollback --test "${what[@]}"
    expect_status 0
    expect_out 'CMDSKIP> (env ZWINNOW_DATASET=tank/vm ZWINNOW_SNAPSHOT=one'
    rollback --plan=json "${what[@]}"
    expect_status 0
    jq -e '[.phases[].phase] == ["rollback"]' "$WORK/out" > /dev/null || fail "another plan"
    rollback --plan=sh "${what[@]}"
    expect_status 0
    expect_unchanged scripted
    cp "$WORK/out" "$WORK/script"
    rollback --json "${what[@]}"
    expect_status 0
    jq -e '.verb == "rollback" and .result == "ok" and .datasets[0].outcome == "rolled_back"' "$WORK/out" > /dev/null || fail "other JSON: $(< "$WORK/out")"
    state_of source > "$WORK/by-run"
    recall scripted
    on source sh -e "$WORK/script" > /dev/null
    state_of source > "$WORK/by-script"
    diff "$WORK/by-run" "$WORK/by-script" || fail "the script leaves other pools: $how $recursive"
  done
done

# Killed anywhere: the next run brings it to its end.
# shellcheck source=tests/e2e/killing.sh
. "$here/killing.sh"
# As if each had been set aside at one time.
recall scripted
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/secret
on source zfs create tank/secret/child
for name in one two; do
  on source zfs snapshot -r "tank/secret@$name"
  write source tank/secret/child
done
remember scripted
lasting() { state_of source | grep -v -e $'\tmounted\t' | sed 's/rolled-back-[0-9]*/rolled-back/'; }
for what in "--yes tank/vm@one" "-r --yes tank/vm@one" "--keep tank/vm@one" "-r --keep tank/vm@one" "-r --keep tank/secret@one"; do
  # shellcheck disable=SC2206 # words
  words=($what)
  root=${what##* } root=${root%@*}
  recall scripted
  rollback "${words[@]}"
  expect_status 0
  lasting > "$WORK/wanted"
  index=1
  while recall scripted; killed_at "$index" after source rollback "${words[@]}"; do
    unfinished=
    ! exists source "$root.zwinnow-rolling-back" || unfinished=yes
    if [[ -n $unfinished ]]; then
      rollback --yes "$root@one"
      expect_status 255
      expect_err "an earlier rollback of $root was interrupted, and $root.zwinnow-rolling-back is what it was. To finish that: zwinnow rollback --keep $root@one"
    fi
    if ! on source zfs list -H -o name -r tank | grep -q rolled-back; then
      rollback "${words[@]}"
      expect_status 0
    fi
    lasting > "$WORK/got"
    diff "$WORK/wanted" "$WORK/got" >&2 || fail "$what, killed after command $index: $killed"
    [[ $what != *--keep* ]] || expect_equal "$(value mounted "$root")" yes "mounted in the end"
    index=$((index + every))
  done
  ((index > 5)) || fail "killed at $index places"
done

# zfs promote unloads the key of an encryption root. It is loaded again; one that nobody can load keeps it all as it is.
recall scripted
rollback -r --keep tank/secret@one
expect_status 0
expect_equal "$(value keystatus tank/secret) $(value encryptionroot tank/secret/child) $(value mounted tank/secret/child)" 'available tank/secret yes' "encryption"
recall scripted
FAKE_ZFS_FAULT='zfs load-key -n*:1:Key load error: failed to read key material file' rollback -r --keep tank/secret@one
expect_status 1
expect_err 'tank/secret: FAILED: '
expect_unchanged scripted
on source zfs set keylocation=prompt tank/secret
remember
rollback -r --keep tank/secret@one
expect_refusal 'keylocation=prompt, so it could not be mounted again'
