# --create-target: a target path that is not there is created, by a run and by a script, and only then.
on source zfs create -o autobackup:test=true tank/data
write source tank/data 100000
at '2026-03-01 12:00:00'
pull=(test backup/copies/server1 --ssh-source source --allow-empty)

zw backup "${pull[@]}"
expect_status 255
expect_err "Target path 'backup/copies/server1' does not exist. Please create this dataset first."
at '2026-03-01 12:01:00'
remember
zw backup "${pull[@]}" --create-target --test
expect_status 0
expect_out '[Target] backup/copies/server1: Creating ('
for dataset in backup/copies backup/copies/server1 backup/copies/server1/tank; do
  expect_out "(zfs create -o canmount=off $dataset)"
done
expect_out '1 new filesystems stay unmounted: this run creates backup/copies/server1, which is not mounted'
zw backup "${pull[@]}" --create-target --plan=json
expect_status 0
jq -e '[.phases[].steps[] | select(.step == "create_parent")] | length == 3' "$WORK/out" > /dev/null || fail "the plan as JSON creates something else"
expect_unchanged

# The script does the same as the run, and neither mounts anything.
same_as_script backup "${pull[@]}" --create-target --verbose
for dataset in backup/copies backup/copies/server1; do
  expect_equal "$(on backup zfs get -H -o value canmount,mounted "$dataset" | xargs)" 'off no' "canmount and mounted of $dataset"
done

# What is there is left as it is.
at '2026-03-03 12:00:00'
zw backup "${pull[@]}" --create-target
expect_status 0
expect_equal "$(commands backup 'zfs create')" 0 "creations where all is there"

# A second target of the job has a tag of its own from its first run on, before there is a guid to name it after: by a script, too.
at '2026-03-04 12:00:00'
second=(test backup/second --ssh-source source --allow-empty --create-target)
same_as_script backup "${second[@]}"
newest() { on source zfs list -H -t snapshot -o name -s createtxg tank/data | tail -n 1; }
tags() { on source zfs holds -H "$(newest)" | cut -f 2; }
own="zfs_autobackup:test:$(printf '%016x' "$(on backup zfs get -Hp -o value guid backup/second)" | cut -c 9-)"
[[ $(tags) =~ ^zfs_autobackup:test:[0-9a-f]{8}$ && $(tags) != "$own" ]] || fail "the tag of the second target: $(tags)"
before=$(newest)
at '2026-03-05 12:00:00'
zw backup "${second[@]}"
expect_status 0
expect_equal "$(tags)" "$own" "the tag once the target path has a guid"
expect_equal "$(on source zfs holds -H "$before" | cut -f 2 | grep -cv ':test$')" 0 "what is left of the first tag"
zw backup test backup/marked --ssh-source source --allow-empty --create-target --bookmarks
expect_status 0
at '2026-03-05 13:00:00'
zw backup test backup/marked --ssh-source source --allow-empty --create-target --bookmarks
expect_status 0
expect_equal "$(on source zfs list -H -t bookmark -o name tank/data | grep -c .)" 1 "bookmarks"

# By push; where the listing of the target comes late; below what is encrypted and not readable.
at '2026-03-06 12:00:00'
zw_on source backup test backup/pushed/here --ssh-target backup --create-target --destroy-missing=30d --allow-empty
expect_status 0
expect_equal "$(on backup zfs list -H -o name backup/pushed/here/tank/data)" backup/pushed/here/tank/data "the pushed copy"
on backup zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///dev/null backup/vault
on backup zfs unmount backup/vault
on backup zfs unload-key backup/vault
at '2026-03-07 12:00:00'
zw backup test backup/vault/new --ssh-source source --allow-empty --create-target --encrypt
expect_status 1
expect_err 'backup/vault'

# Nothing is created that nothing is received below; what cannot be created keeps the source from nothing.
at '2026-03-07 13:00:00'
zw backup test backup/none --ssh-source source --allow-empty --create-target --bookmarks --no-send --plan=sh
expect_status 0
grep -q 'zfs create' "$WORK/out" && fail "the script creates what it does not need"
at '2026-03-07 14:00:00'
FAKE_ZFS_FAULT='zfs create *:1:cannot create: no luck' zw backup test backup/third --ssh-source source --allow-empty --create-target --bookmarks
expect_status 1
expect_err "cannot create: no luck"
expect_equal "$(on source zfs list -H -t snapshot -o name tank/data | grep -c 20260307140000)" 1 "snapshots without what was to be created"

# No pool: the source is snapshotted all the same.
at '2026-03-08 12:00:00'
for mode in --test ''; do
  # shellcheck disable=SC2086 # a word or none
  zw backup test nopool/copies --ssh-source source --allow-empty --create-target $mode
  expect_status 255
  expect_err "Target path 'nopool/copies' cannot be created: there is no pool 'nopool'"
done
expect_equal "$(on source zfs list -H -t snapshot -o name tank/data | grep -c 20260308)" 1 "snapshots without a target"

# The drop-in name does not know it.
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
run_program backup "$WORK/zfs-autobackup" "${pull[@]}" --create-target
expect_status 2

# A user who is not root needs leave on what is above it, and is told so before anything is changed.
at '2026-03-09 12:00:00'
push=(backup test backup/theirs/here --ssh-target bk@backup --create-target --allow-empty)
remember
zw_on source "${push[@]}"
expect_status 255
expect_err 'zfs allow -u bk'
expect_unchanged
on backup zfs allow -u bk canmount,create,destroy,hold,mount,receive,release,userprop,readonly backup
zw_on source "${push[@]}"
expect_status 0
expect_equal "$(on backup zfs list -H -o name backup/theirs/here/tank/data)" backup/theirs/here/tank/data "the copy of a user"
