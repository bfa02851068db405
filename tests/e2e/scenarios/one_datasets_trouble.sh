# One dataset that cannot be snapshotted, listed or held keeps others from nothing: it counts once, is said once, and still sends and thins
# what it has.
make_job tank/data tank/vol tank/zoo
each_day 1 3 tank/vol pull
at '2026-03-04 12:00:00'
for dataset in tank tank/data tank/vol tank/zoo; do write source "$dataset"; done
remember

# zfs names it, with -r too: the others have theirs in one command, which is atomic. Thinning is what cures it.
no_space="zfs snapshot -r *:1:cannot create snapshot 'tank/vol@$(days 4)': out of space;zfs snapshot *tank/vol@*:1:cannot create snapshot 'tank/vol@$(days 4)': out of space"
FAKE_ZFS_FAULT=$no_space pull --keep-source=1 --keep-target=1 \
  --pre-snapshot-cmd "zfs fakewrite tank/zoo 5" --post-snapshot-cmd "zfs fakewrite tank/zoo 7"
expect_status 1
expect_err "! [Source] tank/vol: FAILED: it cannot be snapshotted: cannot create snapshot 'tank/vol@$(days 4)': out of space"
expect_err 'zfs set refreservation=none tank/vol'
expect_equal "$(wc -l < "$WORK/err")" 2 "lines of stderr"
expect_equal "$(commands source 'zfs snapshot')" 2 "snapshot commands"
expect_equal "$(commands source 'fakewrite')" 2 "hooks that ran"
expect_equal "$(on source zfs list -Hp -o createtxg -t snapshot "tank@$(days 4)" "tank/zoo@$(days 4)" "tank/data@$(days 4)" | sort -u | wc -l)" 1 "transactions"
expect_snapshots source tank/vol "$(days 3)"
expect_snapshots backup backup/server1/tank/vol "$(days 3)"
expect_snapshots backup backup/server1/tank/data "$(days 4)"

# What it has and the target lacks is sent.
recall
on source zfs snapshot "tank/vol@$(days 4)"
at '2026-03-05 12:00:00'
write source tank/vol
FAKE_ZFS_FAULT=${no_space//$(days 4)/$(days 5)} pull
expect_status 1
expect_snapshots backup backup/server1/tank/vol "$(days 1 2 3 4)"
expect_holds source tank/vol "tank/vol@$(days 4) zfs_autobackup:offsite1"
at '2026-03-04 12:00:00'

# zfs names none: halves show which it is, what they made goes again, and the last snapshot of the others is one.
recall
for i in 1 2 3 4 5; do on source zfs create "tank/more$i"; done
FAKE_ZFS_FAULT="zfs snapshot -r *:1:cannot create snapshots : permission denied;zfs snapshot *tank/more3@*:1:cannot create snapshots : permission denied" pull
expect_status 1
expect_err '! [Source] tank/more3: FAILED: it cannot be snapshotted: zfs: cannot create snapshots : permission denied'
expect_equal "$(wc -l < "$WORK/err")" 2 "lines of stderr"
expect_equal "$(on source zfs list -Hp -r -o name,createtxg -t snapshot tank | awk -F '\t' '$1 ~ /0304/ { print $2 }' | sort | uniq -c | awk '{ print $1 }')" 8 "snapshots in one transaction"
expect_equal "$(on backup zfs list -H -r -o name -t snapshot backup/server1 | grep -c 0304)" 8 "copies"
expect_missing backup backup/server1/tank/more3

# All of them: each is said, and that ends.
recall
FAKE_ZFS_FAULT='zfs snapshot *:1:cannot create snapshots : permission denied' pull
expect_status 4
expect_equal "$(commands source 'zfs snapshot')" 8 "snapshot commands"
on source zfs list "tank/vol@$(days 4)" > /dev/null 2>&1 && fail 'a snapshot was made'

# Twenty-two that vanish before their snapshot: more than are tried by name.
recall
for i in $(seq 22); do on source zfs create "tank/zoo/c$i"; done
on source zfs set autobackup:offsite1=false tank/data
# shellcheck disable=SC2016 # for the hook's own shell
pull --pre-snapshot-cmd "sh -c 'for i in \$(seq 22); do zfs destroy tank/zoo/c\$i; done'"
expect_status 22
expect_err "! [Source] tank/zoo/c22: FAILED: it cannot be snapshotted: cannot open 'tank/zoo/c22': dataset does not exist"
expect_equal "$(grep -c FAILED "$WORK/err")" 22 "lines that say so"
expect_snapshots backup backup/server1/tank/vol "$(days 1 2 3 4)"
expect_snapshots backup backup/server1/tank/zoo "$(days 1 4)"

# Vanished while it is listed, with what is below it; or between the snapshot and its send.
recall
on source zfs create tank/zoo/below
on source zfs set autobackup:offsite1=false tank
for dataset in tank/data tank/vol tank/zoo; do on source zfs set autobackup:offsite1=true "$dataset"; done
remember separate
for mode in --test --verbose; do
  recall separate
  FAKE_ZFS_FAULT="once:after:source zfs list *:1:cannot open 'tank/zoo': dataset does not exist" pull "$mode"
  expect_status 2
  expect_err "! [Source] tank/zoo: FAILED: it has vanished since it was listed: cannot open 'tank/zoo': dataset does not exist"
  expect_err '! [Source] tank/zoo/below: FAILED: it has vanished'
done
recall separate
pull --jobs 1 --post-snapshot-cmd "sh -c 'zfs release zfs_autobackup:offsite1 tank/data@$(days 1); zfs destroy -r tank/data'"
expect_status 1
expect_err '! [Source] tank/data: FAILED:'
expect_snapshots backup backup/server1/tank/vol "$(days 1 2 3 4)"

# Partly received on the source: nothing to snapshot, with -r and by name; no failure.
recall
on source zfs snapshot "tank/vol@whole"
# shellcheck disable=SC2016 # for that shell
on source sh -c 'zfs send tank/vol@whole > "$1"' sh "$WORK/stream"
head -c 1000 "$WORK/stream" | on source zfs receive -u -s tank/part 2> /dev/null || :
for day in 4 5; do
  at "2026-03-0$day 12:00:00"
  write source tank/vol
  pull
  expect_status 0
  expect_out 'NOTE: [Source] tank/part: not snapshotted: its first receive is incomplete'
  expect_exists backup "backup/server1/tank/vol@$(days "$day")"
done
at '2026-03-04 12:00:00'

# A name with no room for the snapshot's, there or on the target: foreseen, the same in a rehearsal and in a run.
recall
long=tank/$(printf 'x%.0s' {1..240})
longer=tank/$(printf 'y%.0s' {1..215})
on source zfs create "$long"
on source zfs create "$longer"
for mode in --test --no-progress; do
  pull "$mode"
  expect_status 2
  expect_err "! [Source] $long: FAILED: it cannot be snapshotted: $long@$(days 4) has 269 characters, and zfs takes 255."
  expect_err "! [Source] $longer: FAILED: its copy cannot be received: backup/server1/$longer@$(days 4) has 259 characters, and zfs takes 255."
done
expect_exists backup "backup/server1/tank/data@$(days 4)"

# Holds and releases: a name that zfs gives, or halves where it gives none.
for text in "cannot open 'tank/vol': dataset does not exist" 'cannot hold: permission denied'; do
  recall
  FAKE_ZFS_FAULT="source zfs hold -r *:1:cannot hold: permission denied;after:source zfs hold * tank/vol@*:1:$text" pull
  expect_status 1
  expect_err '! [Source] tank/vol: FAILED:'
  expect_holds source tank/zoo "tank/zoo@$(days 4) zfs_autobackup:offsite1"
done

# Destroys: the one that zfs names, and the one that it does not.
for text in "cannot destroy 'tank/vol@$(days 2)': snapshot has dependent clones" 'cannot destroy snapshots: something is wrong'; do
  recall
  FAKE_ZFS_FAULT="source zfs destroy tank/vol@*$(days 2)*:1:$text" pull --keep-source=1
  expect_status 1
  expect_err "$text"
  expect_snapshots source tank/vol "$(days 2 4)"
done

# A pool that hangs is named, and the others are backed up; so when it hangs only later. Nothing is said against a slow listing of well pools.
recall
on source zpool create usb /dev/fake
on source zfs set autobackup:offsite1=true usb
remember with_usb
for what in 'get -Hp -t *' 'list *usb*'; do
  recall with_usb
  FAKE_ZPOOL_SUSPENDED=usb FAKE_ZFS_FAULT="hang:source zfs $what" pull --timeout=1s
  expect_status 1
  expect_err '! [Source] usb: FAILED: the pool gives no answer (SUSPENDED)'
  expect_err 'zpool clear usb'
  expect_snapshots backup backup/server1/tank/vol "$(days 1 2 3 4)"
  expect_missing backup backup/server1/usb
done
remember before_hanging
FAKE_ZFS_FAULT='hang:source zfs get -Hp -t *' pull --timeout=1s
expect_status 255
expect_err 'no answer in 1 s (--timeout)'
expect_err 'a longer --timeout may do'
expect_unchanged before_hanging

# The target's pool hangs: the source is snapshotted all the same.
recall
FAKE_ZFS_FAULT='hang:backup zfs get *' pull --timeout=1s
expect_status 255
expect_err 'no answer in 1 s (--timeout). The source was snapshotted all the same'
expect_snapshots source tank/data "$(days 1 4)"
