#!/bin/bash
# The rows of docs/encryption.md: what zfs itself takes and refuses, and that zwinnow refuses beforehand what zfs refuses
# or would come to harm by.
# shellcheck disable=SC2016 # what is in single quotes is expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

# zfs_takes SEND RECV: a stream from source to backup, by zfs alone. SEND and RECV are what follows these words.
zfs_takes() { on backup bash -o pipefail -c 'ssh source zfs send $1 | zfs recv -u $2 2>&1' zfs_takes "$1" "$2"; }

# zfs_refuses WORDS SEND RECV: and says so in these words.
zfs_refuses() {
  local said
  ! said=$(zfs_takes "$2" "$3") || fail "zfs took $2 onto $3"
  expect_contains "$said" "$1"
}

get() { on backup zfs get -H -o value "$1" "$2"; }

# refused DATASET WORDS: what the last run said of it.
refused() { expect_contains "$(grep -F "[Source] $1: FAILED: " <<<"$said" || :)" "$2"; }

# Files so small that they lie in their block pointers: what -e sends as it is.
write_all() {
  on source sh -ec 'for place in p e f f/c; do for i in 1 2 3; do echo "$1 $i" >"/tank/$place/$1$i"; done; done; zpool sync tank' write_all "$1"
}

for guest in source backup; do on "$guest" sh -c 'printf %032d 0 >/root/key'; done
key=(-o encryption=on -o keyformat=raw -o keylocation=file:///root/key)
on source zfs create -o compression=lz4 -o autobackup:test=true tank/p
for name in e f; do on source zfs create "${key[@]}" -o compression=lz4 -o autobackup:test=true "tank/$name"; done
on source zfs create tank/f/c
on backup sh -ec 'printf %032d 7 >/root/vault-key
  zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/vault-key -o canmount=off backup/vault'
on backup zfs create -o canmount=off backup/plain
raw=(backup test backup/plain --ssh-source source)
vault=(backup test backup/vault --ssh-source source)

# --- What is new ---
write_all first
at_time '2025-03-01 12:00' zw "${raw[@]}"
at_time '2025-03-01 12:00' zw "${vault[@]}" --no-snapshot --encrypt --decrypt
one=test-20250301120000 two=test-20250302120000
for name in e f f/c; do
  expect_equal "$(get encryptionroot "backup/plain/tank/$name") $(get keystatus "backup/plain/tank/$name")" \
    "backup/plain/tank/$name unavailable" "a raw copy: its root and its key"
done
for name in p e f f/c; do expect_equal "$(get encryptionroot "backup/vault/tank/$name")" backup/vault "the root of a copy in the vault"; done
zfs_takes "-p tank/p@$one" backup/vault/as-it-is
expect_equal "$(get encryption backup/vault/as-it-is)" off "the encryption of what comes with its properties"
zfs_refuses 'incompatible embedded data stream feature' "-e -p tank/p@$one" '-x encryption backup/vault/embedded'
on backup zfs unload-key backup/vault
zfs_refuses 'inherited key must be loaded' "tank/p@$one" '-x encryption backup/vault/locked'
zfs_refuses 'inherited key must be loaded' "tank/p@$one" "-x encryption backup/plain/tank/e/below"
on source zfs create -o autobackup:test=true tank/new
zw_ends 5 backup "${vault[@]}" --encrypt --decrypt --test --allow-empty
refused tank/new 'the key of backup/vault is not loaded there: zfs load-key backup/vault'
on backup zfs load-key backup/vault
on source zfs destroy -r tank/new

# --- Onto a copy that is there: what zfs does ---
write_all second
on source zfs snapshot -r tank@test-20250302120000
back() { on backup zfs rollback -r "$1"; }

zfs_refuses 'incompatible embedded data stream feature' "-e -i @$one tank/p@$two" backup/vault/tank/p
zfs_takes "-i @$one tank/p@$two" '-F backup/vault/tank/p'
back "backup/vault/tank/p@$one"
zfs_takes "-i @$one tank/e@$two" '-F backup/vault/tank/e'
back "backup/vault/tank/e@$one"
zfs_refuses 'IV set guid mismatch' "-w -p -i @$one tank/e@$two" '-F backup/vault/tank/e'
on backup zfs unload-key backup/vault
zfs_refuses 'inherited key must be loaded' "-i @$one tank/p@$two" '-F backup/vault/tank/p'
on backup zfs load-key backup/vault

zfs_refuses 'inherited key must be loaded' "-i @$one tank/e@$two" backup/plain/tank/e
zfs_takes "tank/e@$one" backup/plain/open
! zfs_takes "-w -p -i @$one tank/e@$two" backup/plain/open || fail "zfs took a raw stream onto a copy in plain"

# A raw copy with its key loaded takes a plain stream, and is lost for raw ones.
zfs_takes "-w -p tank/e@$one" backup/plain/mixed
on backup zfs load-key -L file:///root/key backup/plain/mixed
zfs_takes "-i @$one tank/e@$two" backup/plain/mixed
on source zfs snapshot tank/e@third
zfs_refuses 'IV set guid mismatch' "-w -p -i @$two tank/e@third" backup/plain/mixed

# Raw, and then put below the key of the vault: a root has its own again, another is lost.
for name in e f/c; do
  zfs_takes "-w -p tank/$name@$one" backup/vault/moved
  on backup sh -ec 'zfs load-key -L file:///root/key backup/vault/moved && zfs change-key -i backup/vault/moved'
  expect_equal "$(get encryptionroot backup/vault/moved)" backup/vault "the root of a copy put below the vault's key"
  zfs_takes "-w -p -i @$one tank/$name@$two" backup/vault/moved
  if [[ $name == e ]]; then
    expect_equal "$(get encryptionroot backup/vault/moved)" backup/vault/moved "its root after a raw increment"
  else
    ! on backup sh -c 'mount -t zfs -o ro,zfsutil backup/vault/moved /mnt 2>/dev/null' || fail "the copy can still be opened"
    on backup zfs rename -u backup/vault/moved backup/vault/spoiled
    continue
  fi
  on backup zfs destroy -r backup/vault/moved
done

# --- The same, as zwinnow sees it ---
# raw onto plain, and onto the target's own encryption; plain without -e
at_time '2025-03-02 12:00' zw_ends 3 backup "${vault[@]}" --no-snapshot
for name in e f f/c; do refused "tank/$name" "has its key from backup/vault, which does not fit a raw stream. If it was sent unencrypted: --decrypt"; done
expect_equal "$(on backup zfs list -H -o name "backup/vault/tank/p@$two")" "backup/vault/tank/p@$two" "a second line without --encrypt"
# came so
zw "${vault[@]}" --no-snapshot --encrypt --decrypt
expect_equal "$(on backup zfs list -H -o name "backup/vault/tank/e@$two")" "backup/vault/tank/e@$two" "a second decrypted run"

# plain onto raw, its key loaded or not
on backup zfs load-key -L file:///root/key backup/plain/tank/f
zw_ends 3 backup "${raw[@]}" --no-snapshot --decrypt
for name in e f f/c; do refused "tank/$name" "is encrypted with the source's key, and a plain stream would be the last it takes: leave out --decrypt"; done
# raw onto raw, its key loaded or not
zw "${raw[@]}" --no-snapshot
for name in e f f/c; do expect_snapshots backup "backup/plain/tank/$name" "$one" "$two"; done
expect_same_content "tank/f@$two" "backup/plain/tank/f@$two"

# raw onto plain
on backup sh -ec 'zfs rename -u backup/plain/tank/e backup/plain/aside && zfs rename -u backup/plain/open backup/plain/tank/e'
zw_ends 1 backup "${raw[@]}" --allow-empty --resend-renamed --test
refused tank/e 'is not encrypted and takes no raw stream: --decrypt sends it unencrypted'

# --- Copies that share a key: the root goes first, and the source's new key opens all ---
on backup sh -ec 'zfs load-key -L file:///root/key backup/plain/tank/f/c && zfs change-key -i backup/plain/tank/f/c'
for guest in source backup; do on "$guest" sh -c 'printf %032d 1 >/root/key2'; done
on source zfs change-key -o keylocation=file:///root/key2 tank/f
on source sh -c 'echo third >/tank/f/c/third; zpool sync tank'
on source zfs set autobackup:test=false tank/e
zw "${raw[@]}"
expect_equal "$(get encryptionroot backup/plain/tank/f/c)" backup/plain/tank/f "the root of the child's copy"
on backup sh -ec 'zfs unload-key -r backup/plain/tank/f; zfs load-key -L file:///root/key2 backup/plain/tank/f'
new=$(on source zfs list -H -o name -s createtxg -t snapshot tank/f/c | tail -n 1 | sed 's/.*@//')
expect_same_content "tank/f/c@$new" "backup/plain/tank/f/c@$new"
