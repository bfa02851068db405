# `zwinnow restore BACKUP DST`: a tree comes back, with what it was on its source.
for dataset in tank/vm tank/vm/a tank/vm/a/deep; do on source zfs create "$dataset"; done
on source zfs create -V 1000000 tank/vm/disk
mkdir -p "$WORK/vm"
on source zfs set mountpoint="$WORK/vm" tank/vm
on source zfs set quota=1000000000 tank/vm
on source zfs set sharenfs=rw=@10.0.0.0/8 tank/vm
on source zfs set compression=lz4 tank/vm/a
on source zfs set canmount=noauto tank/vm/a/deep
on source zfs set readonly=on tank/vm/a/deep
on source zfs set autobackup:offsite1=true tank/vm
on source zfs set com.example:note='two words' tank/vm/a
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///key tank/vm/secret
on source zfs create tank/vm/secret/child
for dataset in tank/vm tank/vm/a tank/vm/secret; do write source "$dataset"; done
at '2026-03-01 12:00:00'
zw sync --no-holds source:tank/vm backup/copies/vm
expect_status 0
write source tank/vm/a
at '2026-03-02 12:00:00'
zw sync --no-holds source:tank/vm backup/copies/vm
expect_status 0
on backup zfs set quota=none backup/copies/vm
remember
props() { on source zfs get -H -o value "$2" "$1"; }

# Lost, and back under the old name: properties, mounts, keys; nothing of what the backup added.
on source zfs destroy -r tank/vm
at '2026-03-03 12:00:00'
zw restore backup/copies/vm source:tank/vm
expect_status 0
expect_equal "$(on source zfs list -H -o name -r tank)" "$(printf '%s\n' tank tank/vm tank/vm/a tank/vm/a/deep tank/vm/disk tank/vm/secret tank/vm/secret/child)" "the tree"
expect_equal "$(snapshots_of source tank/vm/a)" '2026-03-01_12.00.00 2026-03-02_12.00.00' "the history"
for wanted in "tank/vm mountpoint $WORK/vm" "tank/vm quota 954M" "tank/vm sharenfs rw=@10.0.0.0/8" "tank/vm/a compression lz4" "tank/vm readonly off" \
  "tank/vm/a/deep canmount noauto" "tank/vm/a/deep readonly on" "tank/vm/a canmount on" "tank/vm autobackup:offsite1 true" "tank/vm zwinnow:source -" \
  "tank/vm mounted yes" "tank/vm/a mounted yes" "tank/vm/a/deep mounted no" "tank/vm/secret mounted yes" "tank/vm/secret/child mounted yes" \
  "tank/vm/secret keylocation file:///key" "tank/vm/secret/child keylocation file:///key"; do
  read -r dataset property value <<< "$wanted"
  expect_equal "$(props "$dataset" "$property")" "$value" "$property of $dataset"
done
expect_equal "$(props tank/vm/a com.example:note)" 'two words' "a user's property"
expect_equal "$(on source zfs get -H -o source quota tank/vm)" local "it is set as it was"
expect_ran source 'zfs share tank/vm'
expect_equal "$(holds_of source tank/vm | grep -c zwinnow:restore)" 0 "no holds"

# The backup goes on from there, incrementally.
write source tank/vm/a
at '2026-03-04 12:00:00'
zw sync --no-holds source:tank/vm backup/copies/vm
expect_status 0
expect_equal "$(snapshots_of backup backup/copies/vm/a | wc -w)" 3 "it goes on"

# Elsewhere, by pull: nothing of it acts there.
recall
zw_on source restore backup:backup/copies/vm tank/look
expect_status 0
for wanted in "tank/look mountpoint /tank/look" "tank/look quota none" "tank/look sharenfs off" "tank/look/a compression lz4" "tank/look canmount noauto" \
  "tank/look/a canmount noauto" "tank/look mounted no" "tank/look autobackup:offsite1 false" "tank/look/secret keystatus unavailable"; do
  read -r dataset property value <<< "$wanted"
  expect_equal "$(props "$dataset" "$property")" "$value" "$property of $dataset elsewhere"
done
expect_out 'not restored under the original name'

# --as-original: the record names another.
recall
on source zfs destroy -r tank/vm
zw restore backup/copies/vm source:tank/new --as-original
expect_status 0
expect_equal "$(props tank/new mounted) $(props tank/new quota)" 'yes 954M' "as the original"

# A key that is not there is named with its command; the rest is done.
recall
on backup zfs set keylocation=prompt backup/copies/vm/secret
on source zfs destroy -r tank/vm
zw restore backup/copies/vm source:tank/vm
expect_status 0
expect_out 'tank/vm/secret: its key is not loaded, so it cannot be read. To use it: zfs load-key tank/vm/secret && zfs mount tank/vm/secret'
expect_equal "$(props tank/vm/a mounted) $(props tank/vm/secret mounted)" 'yes no' "what is mounted"

# Something is there: an increment where it is as it was left.
recall
on source zfs destroy tank/vm/a@2026-03-02_12.00.00
on source zfs rollback tank/vm/a@2026-03-01_12.00.00
zw restore backup/copies/vm source:tank/vm
expect_status 0
expect_equal "$(commands backup 'zfs send')" 1 "one increment"
exists source tank/vm.diverged-20260303120000 && fail "set aside without a reason"

# It was written to: set aside, nothing is lost, and the increment starts from a clone of the common snapshot.
recall
write source tank/vm/a
on source zfs create tank/vm/mine
on source zfs snapshot tank/vm/a@mine
on source zfs set autobackup:offsite1=true tank
at '2026-03-03 12:00:00'
scripted_verb=restore same_as_script backup backup/copies/vm source:tank/vm
expect_equal "$(commands backup 'zfs send')" 0 "nothing is sent"
aside=tank/vm.diverged-20260303120000
exists source "$aside/mine" || fail "a dataset was lost"
on source zfs list -H -t snapshot "$aside/a@mine" > "$WORK/list" || fail "a snapshot was lost"
exists source tank/vm/mine && fail "what is not in the backup is there"
for wanted in "$aside canmount noauto" "$aside autobackup:offsite1 false" "$aside/mine canmount noauto" "$aside mounted no" "tank/vm mounted yes" "tank/vm/a mounted yes" \
  "tank/vm/a/deep canmount noauto" "tank/vm quota 954M" "tank/vm/a origin -"; do
  read -r dataset property value <<< "$wanted"
  expect_equal "$(props "$dataset" "$property")" "$value" "$property of $dataset when it was set aside"
done
expect_equal "$(snapshots_of source tank/vm/a)" '2026-03-01_12.00.00 2026-03-02_12.00.00' "the history is the new one's"

# Back to an older snapshot; and without any common one.
recall
zw restore backup/copies/vm@2026-03-01_12.00.00 source:tank/vm
expect_status 0
expect_out "tank/vm is set aside, as it differs from the backup: all of it becomes $aside"
expect_equal "$(snapshots_of source tank/vm/a)" 2026-03-01_12.00.00 "up to a snapshot"
exists source "$aside/a" || fail "what was there is gone"
recall
on source zfs destroy -r tank/vm
on source zfs create tank/vm
zw restore backup/copies/vm source:tank/vm
expect_status 0
exists source "$aside" || fail "what was there is gone"

# --overwrite: what was written since is given up, and nothing is set aside.
recall
on source zfs destroy tank/vm/a@2026-03-02_12.00.00
write source tank/vm/a
zw restore -d1 backup/copies/vm source:tank/vm --overwrite --test
expect_status 0
zw restore backup/copies/vm/a source:tank/vm/a --overwrite
expect_status 0
exists source tank/vm/a.diverged-20260303120000 && fail "set aside"
expect_equal "$(snapshots_of source tank/vm/a)" '2026-03-01_12.00.00 2026-03-02_12.00.00' "brought on"

# In use: nothing is changed.
recall
write source tank/vm/a
FAKE_ZFS_FAULT='zfs unmount *:1:cannot unmount: pool or dataset is busy' zw restore backup/copies/vm source:tank/vm
[[ $status != 0 ]] || fail "in use, and went on"
exists source "$aside" && fail "set aside what is in use"

# Cut off: the next run resumes.
recall
on source zfs destroy -r tank/vm
FAKE_ZFS_FAULT='cut@60000:zfs send *copies/vm/a@*' zw restore backup/copies/vm source:tank/vm
expect_equal "$(props tank/vm mountpoint)" "$WORK/vm" "what has come"
zw restore backup/copies/vm source:tank/vm -v
expect_status 0
expect_out 'resuming'
expect_equal "$(props tank/vm/a compression)" lz4 "properties of what was resumed"

# The root of a pool cannot be set aside.
recall
zw restore backup/copies/vm source:tank
expect_status 255
expect_err 'is the root of a pool, which cannot be set aside'
zw_on backup restore backup/copies/vm backup/copies/vm/inside
expect_status 255
expect_err 'lie one within the other'
zw restore backup/copies/vm
expect_status 255
