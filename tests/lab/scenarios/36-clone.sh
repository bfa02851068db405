#!/bin/bash
# Writable clones of a backup, by a run as by a script: filesystems, volumes, encrypted ones without a key.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

value() { on "$1" zfs get -H -o value "$2" "$3"; }
on source sh -c 'head -c 32 /dev/urandom >/root/key'
on source zfs create -o mountpoint=/srv/vm tank/vm
for dataset in vm/a vm/a/deep vm/late; do on source zfs create "tank/$dataset"; done
on source zfs create -V 8M tank/vm/disk
on source zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/secret
on source zfs create tank/secret/child
on source zfs set autobackup:test=true tank
on backup zfs create backup/copies
on backup zfs set autobackup:here=true com.sun:auto-snapshot=true backup
pull=(backup test backup/copies --ssh-source source)
for dataset in vm vm/a secret/child; do write_file source "tank/$dataset" old 100000; done
write_disk source tank/vm/disk 100000
at_time '2025-03-01 12:00' zw "${pull[@]}"
copies=backup/copies/tank

# --- Clones of a backup ---

same_as_script backup clone "$copies/vm" backup/test
expect_equal "$(on backup zfs list -H -o name,mounted,mountpoint -r backup/test | tr '\t' ' ')" "backup/test yes /backup/test
backup/test/a yes /backup/test/a
backup/test/a/deep yes /backup/test/a/deep
backup/test/disk - -
backup/test/late yes /backup/test/late" "the clones"
for dataset in test test/a/deep test/disk; do
  for property in readonly=off autobackup:test=false autobackup:here=false com.sun:auto-snapshot=false; do
    expect_equal "$(value backup "${property%%=*}" "backup/$dataset")" "${property#*=}" "${property%%=*} of $dataset"
  done
done
expect_equal "$(on backup sha256sum /backup/test/a/old | cut -d' ' -f1)" "$(on source sh -c 'sha256sum </srv/vm/a/old' | cut -d' ' -f1)" "a file in it"
write_file backup backup/test/a new 100000
write_disk backup backup/test/disk 100000

# The backup goes on beside them, and they go without a trace.
write_file source tank/vm new 100000
write_file source tank/vm/a new 100000
at_time '2025-03-02 12:00' zw "${pull[@]}"
on backup zfs destroy -r backup/test
expect_same_content tank/vm/a@test-20250302120000 "$copies/vm/a@test-20250302120000"
zw_ends 0 backup clone -v "$copies/vm@test-20250302120000" backup/test
expect_contains "$said" "[Target] $copies/vm/disk: Not cloned: it has no snapshot @test-20250302120000"
on backup zfs destroy -r backup/test

# Encrypted copies without a key.
zw_ends 0 backup clone "$copies/secret" backup/opened
expect_contains "$said" "the key of $copies/secret is needed to read it: zfs load-key $copies/secret"
