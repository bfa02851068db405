# What a stream passes on its way: the user's own filters, a compressor, mbuffer, in this order and undone in the other; a failure in any
# of them fails the dataset.
make_job tank/data
write source tank/data
at '2026-03-01 12:00:00'
# Own programs under the names of real ones: they tell that they were run.
mkdir "$WORK/bin"
for program in gzip zcat mbuffer mangle unmangle zstdmt; do
  # shellcheck disable=SC2016 # meant as it is
  printf '#!/bin/sh\necho "$FAKE_ZFS_HOST: %s $*" >> "%s/stages"\nexec cat\n' "$program" "$WORK" > "$WORK/bin/$program"
done
chmod +x "$WORK"/bin/*
PATH=$WORK/bin:$PATH
stages() { sort "$WORK/stages" | xargs -d '\n' printf '%s;'; }

remember
pull --verbose --compress=gzip --send-pipe 'mangle -x "a b"' --recv-pipe 'unmangle -y' --buffer 32M --buffer-chunk-size 1M --rate 10M
expect_status 0
expect_out '  [Source] zfs send buffer        : 32M'
expect_out '  [Source] zfs send chunk size    : 1M'
expect_out '  [Source] zfs send custom pipe   : mangle -x "a b"'
expect_out '  [Source] zfs send compression   : gzip -3'
expect_out '  [Source] zfs send transfer rate : 10M'
expect_out '  [Target] zfs recv decompression : zcat'
expect_out '  [Target] zfs recv custom pipe   : unmangle -y'
expect_out '  [Target] zfs recv buffer        : 32M'
expect_equal "$(stages)" "$(printf '%s;' 'backup: mbuffer -q -s1M -m32M' 'backup: mbuffer -q -s1M -m32M' \
  'backup: unmangle -y' 'backup: unmangle -y' 'backup: zcat ' 'backup: zcat ' 'source: gzip -3' 'source: gzip -3' \
  'source: mangle -x a b' 'source: mangle -x a b' 'source: mbuffer -q -s1M -m32M -R10M' 'source: mbuffer -q -s1M -m32M -R10M')" "the stages"
recall
pull --test --compress=gzip --send-pipe mangle --recv-pipe unmangle --rate=10M
expect_equal "$(grep -o "CMDSKIP.*zfs send.*" "$WORK/out" | head -n 1 | grep -oE 'mangle|unmangle|gzip|zcat|mbuffer|zfs send|zfs recv' | xargs)" \
  'zfs send mangle gzip mbuffer zcat unmangle zfs recv' "their order"
same_as_script backup --ssh-source source --compress --send-pipe mangle --recv-pipe unmangle offsite1 backup/server1

# A stage that fails is seen wherever it stands.
for program in mangle gzip zcat unmangle mbuffer; do
  recall
  cp "$WORK/bin/$program" "$WORK/kept"
  printf '#!/bin/sh\ncat\nexit 3\n' > "$WORK/bin/$program"
  pull --compress=gzip --send-pipe mangle --recv-pipe unmangle --rate=10M
  expect_status 2
  expect_err "FAILED: $program"
  mv "$WORK/kept" "$WORK/bin/$program"
done

# Words about what does not help.
zw_on source backup --test --compress offsite1
expect_out '  NOTE: Using compression, but transfer is local.'
recall
pull --compress --zfs-compressed
expect_out '  NOTE: Using --compress with --zfs-compressed, might be inefficient.'
expect_ran source 'zfs send.* -c '

# What cannot be received is not minded, as long as the snapshot has arrived.
recall
FAKE_ZFS_FAULT='after:zfs recv *:1:cannot receive x property' pull
expect_status 2
recall
FAKE_ZFS_FAULT='after:zfs recv *:1:cannot receive x property' pull --ignore-transfer-errors
expect_status 0
expect_snapshots backup backup/server1/tank/data "$(days 1)"
recall
FAKE_ZFS_FAULT='zfs recv *tank/data*:1:cannot receive' pull --ignore-transfer-errors
expect_status 1
expect_err '[Source] tank/data: FAILED:'
expect_holds source tank/data ''
recall
same_as_script backup --ssh-source source --ignore-transfer-errors offsite1 backup/server1

# recv -F takes what was changed there, and what stands in the way of a first one.
on backup zfs create backup/server1/tank/other
on source zfs create tank/other
write backup backup/server1/tank/data
write source tank/data
at '2026-03-02 12:00:00'
remember
pull
expect_status 2
recall
same_as_script backup --ssh-source source --force offsite1 backup/server1
expect_snapshots backup backup/server1/tank/data "$(days 1 2)"
expect_snapshots backup backup/server1/tank/other "$(days 2)"
expect_ran backup 'zfs recv -u .*-v -F -s'
