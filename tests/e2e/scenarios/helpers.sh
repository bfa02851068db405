# What streams pass on their way: looked for before anything is changed, and left out where it cannot help.
make_job tank/data
write source tank/data
at '2026-03-01 12:00:00'
# stages: the parts of the transfer of tank/data, as --debug tells them.
stages() { sed -n 's/^# \[Source\] CMD    > //p' "$WORK/out" | grep 'zfs send.*tank/data@' | grep -o 'zfs send\|mbuffer\|gzip -3\|zcat\|cat -u\|zfs recv' | xargs; }

remember
pull --send-pipe 'no-such-program -x'
expect_refusal '[Source] no-such-program not found' '--send-pipe'
expect_not_ran source 'zfs snapshot'
pull --recv-pipe no-such-program
expect_refusal '[Target] no-such-program not found'
pull --send-pipe 'cat -u' --recv-pipe 'cat -u' --buffer 16M --compress=gzip --debug
expect_status 0
expect_equal "$(stages)" 'zfs send cat -u gzip -3 mbuffer zcat cat -u mbuffer zfs recv' "a full stream passes all"

# Of little the filters alone: they are the user's.
write source tank/data 1000
at '2026-03-02 12:00:00'
pull --send-pipe 'cat -u' --recv-pipe 'cat -u' --buffer 16M --compress=gzip --debug
expect_status 0
expect_equal "$(stages)" 'zfs send cat -u cat -u zfs recv' "a small stream"
expect_out 'Streams below 1 MiB are sent uncompressed and unbuffered'
write source tank/data 1048576
at '2026-03-03 12:00:00'
pull --buffer 16M --debug
expect_equal "$(stages)" 'zfs send mbuffer mbuffer zfs recv' "one of 1 MiB"
write source tank/data 1000
at '2026-03-04 12:00:00'
pull --buffer 16M --rate 1G --debug
expect_equal "$(stages)" 'zfs send mbuffer zfs recv' "the rate stays"

# How much may have been missed is not known.
write source tank/data 1000
at '2026-03-05 12:00:00'
zw_on source backup offsite1
at '2026-03-06 12:00:00'
pull --buffer 16M --debug
expect_equal "$(stages)" 'zfs send mbuffer mbuffer zfs recv' "what was missed"

# What was sent, told for each dataset and in all; not under the name of the program that is replaced.
write source tank/data 200000
write source tank 200000
at '2026-03-07 12:00:00'
remember
pull --verbose
grep -Eq '^  \[Source\] tank/data: sent 1 snapshot, [1-9][0-9.]+ KiB in [0-9.]+ s' "$WORK/out" || fail "it does not say what was sent"
grep -Eq '^  In all: sent 2 snapshots, [1-9][0-9.]+ KiB in [0-9.]+ s' "$WORK/out" || fail "it does not say what was sent in all"
expect_no_out destroyed
write source tank/data
at '2026-03-08 12:00:00'
pull --verbose --keep-source=1 --keep-target=1
grep -Eq '^  \[Source\] tank/data: sent 1 snapshot, .* s.*, destroyed [1-9][0-9]* snapshots$' "$WORK/out" || fail "it does not say what was destroyed"
destroyed=$(grep -c '@.*: Destroying$' "$WORK/out")
grep -Eq "^  In all: sent 1 snapshot, .* s.*, destroyed $destroyed snapshots\$" "$WORK/out" || fail "it does not say what was destroyed in all: $destroyed"
at '2026-03-07 12:00:00'
recall
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
run_program backup "$WORK/zfs-autobackup" --verbose --ssh-source source offsite1 backup/server1
expect_status 0
expect_no_out ' sent '

# Holds by -r that zfs refuses are done by name.
recall
FAKE_ZFS_FAULT='zfs hold -r*:1:cannot hold: no luck' pull
expect_status 0
expect_ran source 'zfs hold -r'
expect_ran source "zfs hold zfs_autobackup:offsite1 tank@$(days 7) tank/data@$(days 7)"
expect_holds source tank "tank/data@$(days 7) zfs_autobackup:offsite1 tank@$(days 7) zfs_autobackup:offsite1"
expect_holds backup backup/server1/tank "backup/server1/tank/data@$(days 7) zfs_autobackup:offsite1 backup/server1/tank@$(days 7) zfs_autobackup:offsite1"

# On one host nothing is gained.
on source zpool create backup /dev/fake
on source zfs create backup/server1
zw_on source backup --debug --buffer 16M --compress=gzip offsite1 backup/server1
expect_status 0
expect_equal "$(stages)" 'zfs send zfs recv zfs send zfs recv' "local streams, the first snapshot and the others"
expect_out 'Streams are sent uncompressed and unbuffered'
zw_on backup backup --ssh-source source --ssh-target source --debug --buffer 16M --compress=gzip offsite1 backup/server1
expect_status 0
expect_out 'Streams are sent uncompressed and unbuffered'
write source tank/data 2000000
at '2026-03-09 12:00:00'
zw_on backup backup --ssh-source source --ssh-target source --debug --buffer 16M --compress=gzip offsite1 backup/server1
expect_status 0
expect_equal "$(stages)" 'zfs send zfs recv' "streams on one host that is another one"
