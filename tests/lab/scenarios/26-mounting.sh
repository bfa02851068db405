#!/bin/bash
# What mounting does to copies: nothing. Whatever was open and deleted, is read, or has no directory to be mounted on: after a run, under the old name,
# too, after the next import, verify, check and a rotation `written` of every copy is 0, and nothing of the host is hidden.
# shellcheck disable=SC2016 # what is in single quotes is expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

# A root that is not mounted, a child, a gap; mountpoints elsewhere, over a directory of the host's, and where there is something; a volume; one
# whose key is not there; a file that was open when it was deleted, in the snapshot that is sent.
on source zfs create -o canmount=off tank/sys
on source zfs create tank/sys/data
on source zfs create tank/sys/data/child
on source zfs create -p tank/sys/data/gap/leaf
on source zfs create -u -o mountpoint=/var/lib/mine tank/sys/lib
on source zfs create tank/sys/there
on source zfs create -o mountpoint=legacy tank/sys/legacy
on source zfs create -o canmount=noauto tank/sys/noauto
on source zfs create -s -V 8M tank/sys/disk
on source sh -ec 'head -c 32 /dev/urandom >/root/key
  zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/sys/secret
  zfs set autobackup:test=true tank/sys; zfs set autobackup:test=child tank/sys/data/gap
  echo hello >/tank/sys/data/hello
  exec 9>/tank/sys/data/open; head -c 4000000 /dev/urandom >&9; rm /tank/sys/data/open; zpool sync
  zfs snapshot -r tank/sys@test-20250228120000'
on backup zfs create backup/copies
make_places() { on backup sh -ec 'cd "$1"; mkdir -p tank/sys/data tank/sys/there/full tank/sys/secret /var/lib/mine; touch /var/lib/mine/file' places "/$1"; }
make_places backup/copies
pull=(test backup/copies --ssh-source source)
copies=backup/copies/tank/sys

mounted() { on backup sh -c 'zfs mount | awk -v top="$1/" "index(\$1, top) == 1 { print substr(\$1, length(top) + 1) }" | sort | xargs' mounted "$copies"; }
expect_nothing_written() { # WHEN; the gap is no copy: it was made for the leaf
  on backup sh -c 'sleep 1; zpool sync'
  expect_equal "$(on backup zfs get -Hp -r -t filesystem,volume -o name,value written "$copies" | grep -vE "\s0$|diverged|/gap\s" || :)" '' "what was written $1"
}
look() { # as updatedb does
  on backup sh -c 'find "/$1" -type f -exec cat {} + >/dev/null; ls -lR "/$1" >/dev/null' look "$copies"
  expect_nothing_written "when $1 was read"
}
expect_unmounted() {
  expect_contains "$said" '3 of 5 new filesystems stay unmounted: '
  expect_contains "$said" "$copies/data/gap/leaf (there is no directory /$copies/data/gap/leaf)"
  expect_contains "$said" "$copies/lib (/var/lib/mine is not below the mountpoint of backup/copies)"
  expect_contains "$said" "$copies/there (/$copies/there is not empty)"
}
drop_copies() {
  on backup sh -ec 'zfs list -H -r -t snapshot -o name,userrefs "$1" | awk "\$2 > 0 { print \$1 }" | xargs -r -n 1 zfs release zfs_autobackup:test
    zfs destroy -r "$1"' drop "${copies%/*}"
  make_places "${copies%/*/*}" # zfs has removed those that were mountpoints
}

# --- Under the old name: mounted with -o ro; the property stays the source's, and that is said ---
said=$(at_time '2025-03-01 12:00' then_on backup zfs-autobackup "${pull[@]}" --no-snapshot)
expect_equal "$(mounted)" 'data data/child' "what is mounted under the old name"
expect_unmounted
expect_contains "$said" 'copies are not read-only'
expect_nothing_written "under the old name"
look "what the old name mounted"
said=$(at_time '2025-03-01 12:00' then_on backup zfs-autobackup "${pull[@]}" --no-snapshot)
expect_contains "$said" 'copies are not read-only' # what is mounted with -o ro is not so after a boot

# --- zwinnow: by a run and by a script ---
drop_copies
at_time '2025-03-01 12:00' same_as_script backup backup "${pull[@]}" --no-snapshot
expect_equal "$(mounted)" 'data data/child' "what is mounted"
expect_unmounted
[[ $said != *'not read-only'* ]] || fail "a new copy is writable"
expect_equal "$(on backup zfs get -H -o value,source readonly "$copies/data" "$copies/disk" | sort -u)" "$(printf 'on\tlocal')" "readonly"
expect_nothing_written "by a first run"
look "what the first run mounted"
on backup sh -c 'zpool export backup && zpool import -d /dev backup; zpool list backup' # as a boot does, which mounts what it can
on backup sh -c 'zfs unmount "$1"; ls /var/lib/mine/file' unhide "$copies/lib"
expect_nothing_written "by a boot"
on source sh -c 'for i in data data/child; do echo more >/tank/sys/$i/more; done'
on source zfs create tank/sys/data/later
at_time '2025-03-02 12:00' also_as_script backup backup "${pull[@]}"
expect_contains " $(mounted) " ' data/later '
expect_nothing_written "by a second run"

on source zfs set autobackup:test=false tank/sys/secret # which cannot be read there
zw_ends 0 backup verify "${pull[@]}"
on backup sh -ec 'for name in data@test-20250302120000 disk@test-20250228120000; do zwinnow check "$1/$name" >/dev/null; done' check "$copies"
expect_nothing_written "by verify and check"

# --- Pushed to what encrypts them, its key loaded; somebody writes to a copy, and it is set aside ---
on backup sh -ec 'head -c 32 /dev/urandom >/root/vault
  zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/vault backup/vault'
make_places backup/vault
copies=backup/vault/tank/sys
push=(test backup/vault --ssh-target backup --encrypt)
at_time '2025-03-03 12:00' zw_ends 0 source backup "${push[@]}"
expect_equal "$(mounted)" 'data data/child data/later' "what is mounted of what the target encrypts"
expect_nothing_written "of what the target encrypts"

write_file backup "$copies/data" own 50000
on source sh -c 'echo again >/tank/sys/data/again; zpool sync'
at_time '2025-03-04 12:00' zw_ends 1 source backup "${push[@]}"
expect_contains "$said" "as mounting or reading a writable copy may do. To lose that: zfs set readonly=on $copies/data, and then --rollback once"
at_time '2025-03-04 12:10' zw_ends 0 source backup "${push[@]}" --on-diverge=rotate
expect_nothing_written "by a rotation"
