# Encrypted datasets are sent raw, always; nothing of them ever leaves in the plain. A raw stream tolerates no snapshot of the target's own.
make_job tank/plain
on source zfs create -o encryption=on -o keyformat=passphrase -o keylocation=file:///key tank/secret
on source zfs create tank/secret/child
write source tank/secret
at '2026-03-01 12:00:00'
same_as_script backup --ssh-source source offsite1 backup/server1
for day in 2 3; do
  at "2026-03-0$day 12:00:00"
  write source tank/secret
  write source tank/secret/child
  write source tank/plain
  pull --keep-source=1 --keep-target=1
  expect_status 0
  expect_not_ran source 'zfs send.*--raw.*tank/plain'
  expect_equal "$(grep 'zfs send' "$FAKE_ZFS_LOG" | grep secret | grep -cv -e --raw)" 0 "sends of secret that are not raw"
  expect_ran source 'zfs send.*--raw.*-i.*tank/secret@'
  expect_ran source 'zfs send.*--raw.*-i.*tank/secret/child@'
done
[[ $(on backup zfs get -H -o value encryption backup/server1/tank/secret/child) == aes* ]] || fail "not encrypted on the target"
expect_equal "$(on backup zfs get -H -o value keystatus backup/server1/tank/secret)" unavailable "the key on the target"
expect_equal "$(on backup zfs get -H -o value encryption backup/server1/tank/plain)" off "encryption of tank/plain there"

# The key is not loaded on the source: raw needs none.
on source zfs unmount tank/secret/child || :
on source zfs unmount tank/secret || :
at '2026-03-04 12:00:00'
write source tank/plain
pull --allow-empty
expect_status 0

# A broken-off raw transfer is resumed raw.
at '2026-03-05 12:00:00'
write source tank/secret
FAKE_ZFS_FAULT='cut@60000:zfs send *tank/secret@*' pull
expect_status 1
pull --verbose
expect_status 0
expect_out "  [Source] tank/secret@$(days 5): resuming"
expect_snapshots backup backup/server1/tank/secret "$(days 3 4 5)"

# Even an empty snapshot of the target's own stands in the way of a raw stream.
on backup zfs snapshot backup/server1/tank/secret@mine backup/server1/tank/plain@mine
at '2026-03-06 12:00:00'
write source tank/secret
write source tank/plain
pull
expect_status 1
expect_err '! [Target] backup/server1/tank/secret@mine: Incompatible snapshot'
expect_exists backup "backup/server1/tank/plain@$(days 6)"
at '2026-03-07 12:00:00'
same_as_script backup --ssh-source source --destroy-incompatible offsite1 backup/server1
expect_snapshots backup backup/server1/tank/secret "$(days 3 4 5 6)"
