# Options in a file: --config NAME and --config FILE, what the command line changes, and what is told of a wrong one.
make_job tank/data
at '2026-03-01 12:00:00'
write source tank/data
export ZWINNOW_CONFIG_DIR=$WORK/conf
umask 022
mkdir "$ZWINNOW_CONFIG_DIR"
conf=$ZWINNOW_CONFIG_DIR/nightly.conf
cat > "$conf" << 'CONF'
# Pulled each night.
ssh-source = source
backup-name = offsite1
target-path = backup/server1
keep-source = 10,1d1w
no-holds
CONF

zw backup --config nightly --test
expect_status 0
expect_out 'TEST MODE'
expect_out 'Keep every 1 day, delete after 1 week.'
expect_missing backup backup/server1/tank
zw backup --config nightly
expect_status 0
expect_quiet
expect_exists backup "backup/server1/tank/data@$(days 1)"
expect_holds source tank/data ''
cp "$conf" "$WORK/else where"
at '2026-03-02 12:00:00'
write source tank/data
zw backup --config "$WORK/else where" --keep-source 3 -v
expect_status 0
expect_out 'Keep the last 3 snapshots.'
zw allow --config nightly --user bk
expect_status 0
expect_out 'zfs allow'

# refused TEXT…: the file is as given on stdin; nothing is done, in one line.
remember
refused() {
  cat > "$conf"
  zw backup --config nightly
  expect_refusal "$@"
  expect_no_commands
}
refused "zwinnow: $conf, line 2: 'keep-sorce' is no option; did you mean keep-source?" <<< $'backup-name = offsite1\nkeep-sorce = 10'
refused "zwinnow: $conf, line 1: --strip-path: 'x' is not a whole number" <<< 'strip-path = x'
refused "! $conf, line 2: --keep-source: " <<< $'backup-name = offsite1\nkeep-source = x'
refused "! $conf, line 2: --max-destroy: 'x' is neither" <<< $'backup-name = offsite1\nmax-destroy = x'
refused 'Please specify BACKUP-NAME' <<< 'verbose'
echo 'backup-name = offsite1' > "$conf"
chmod g+w "$conf"
zw backup --config nightly
expect_refusal "--config: cannot read $conf: others may write it, and could have commands run by it: chmod go-w $conf"
chmod 666 "$conf"
zw backup --config nightly
expect_refusal 'others may write it'
if [[ $EUID == 0 ]]; then
  chmod 644 "$conf"
  chown 12345 "$conf"
  zw backup --config nightly
  expect_refusal "it belongs to another user, who could have commands run by it: chown root $conf"
fi
zw backup --config weekly
expect_refusal "--config: cannot read $ZWINNOW_CONFIG_DIR/weekly.conf: No such file or directory"
zw backup --config "$WORK/"
expect_refusal 'it is no regular file'
mkfifo "$WORK/fifo"
zw backup --config "$WORK/fifo"
expect_refusal 'it is no regular file'
