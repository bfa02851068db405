# The copy's encryption decides what is sent onto it, whatever made it so: docs/encryption.md. What is refused is said under --test, too, and snapshotted.
make_job tank/plain
root=(-o encryption=on -o keyformat=passphrase -o keylocation=file:///key)
on source zfs create "${root[@]}" tank/family
for child in a b; do on source zfs create "tank/family/$child"; done
on backup zfs create "${root[@]}" -o canmount=off backup/server1/vault
vault() { zw backup --ssh-source source "$@" offsite1 backup/server1/vault; }
copies=backup/server1/vault/tank
at '2026-03-01 12:00:00'
write source tank/plain
vault --encrypt
expect_status 0
expect_equal "$(on backup zfs get -H -o value encryptionroot $copies/plain)" backup/server1/vault "the encryption root"

# A second line without --encrypt: no embedded blocks all the same. And all of a family, although one alone was written to, the root first.
for name in $copies/family $copies/family/a $copies/family/b; do on backup zfs load-key -L file:///key "$name"; done
for child in a b; do on backup zfs change-key -i "$copies/family/$child"; done
at '2026-03-02 12:00:00'
write source tank/plain
write source tank/family/a
same_as_script backup --ssh-source source offsite1 backup/server1/vault
expect_not_ran source 'zfs send.* -e .*tank/plain@'
for name in family family/a family/b; do expect_snapshots backup "$copies/$name" "$(days 1 2)"; done
expect_equal "$(grep -o 'zfs send.*tank/family.*' "$FAKE_ZFS_LOG" | grep -o 'tank/family[/ab]*@' | head -1)" tank/family@ "the first of them"
at '2026-03-02 13:00:00'
vault
expect_status 0
expect_snapshots source tank/family "$(days 1 2)"
at '2026-03-03 12:00:00'
write source tank/family
zw_on source backup offsite1
vault --no-snapshot
expect_status 0
expect_out "NOTE: [Target] $copies/family/a and 1 more: "

# Keys that are not loaded, and others than the source's.
at '2026-03-04 12:00:00'
on backup zfs change-key -i $copies/family
on source zfs create "${root[@]}" tank/raw
on source zfs create tank/new
for name in plain raw family; do write source tank/$name; done
on backup zfs unload-key backup/server1/vault
vault --encrypt --test
expect_status 3
said=$(grep -o 'FAILED: .*' "$WORK/err")
vault --encrypt
expect_status 3
expect_equal "$(grep -o 'FAILED: .*' "$WORK/err")" "$said" "what --test foretold"
expect_err '[Source] tank/new: FAILED: the target encrypts it, and the key of backup/server1/vault is not loaded there: zfs load-key backup/server1/vault'
expect_err '[Source] tank/plain: FAILED: the same as tank/new'
expect_err "[Source] tank/family: FAILED: its copy $copies/family has its key from backup/server1/vault"
expect_exists source "tank/plain@$(days 4)"
expect_exists backup "$copies/raw@$(days 4)"

# Plain onto raw.
on backup zfs load-key backup/server1/vault
at '2026-03-05 12:00:00'
write source tank/raw
vault --encrypt --decrypt
expect_err "[Source] tank/raw: FAILED: its copy $copies/raw is encrypted with the source's key"
