# What can pass by itself, and what is meant so: --retries, --offline-ok, --min-free.
make_job tank/data
at '2026-03-01 12:00:00'
write source tank/data
remember

# shellcheck source=tests/e2e/broken_ssh.sh
. "$(dirname "${BASH_SOURCE[0]}")/../broken_ssh.sh"
ours() { on source zfs list -H -t snapshot -o name tank/data | grep -c offsite1 || :; }

# A pull, broken at any connection, is whole after another try; the snapshots are those of the first one that took some.
for broken in 1 2 3 4 5 6 7; do
  failing "$broken" pull --retries 1 --retry-delay 1s
  expect_status 0
  exists backup backup/server1/tank/data || fail "connection $broken was not tried again"
  expect_equal "$(ours)" 1 "snapshots after a try that broke at connection $broken"
done
failing '1 2 3 4' pull --retries 2 --retry-delay 1s
expect_status 255
expect_equal "$(grep -c 'Trying again in [12] s' "$WORK/out")" 2 "tries after the first"
# Three tries, all of them broken after the first has taken the snapshots: one of each dataset.
recall
FAKE_ZFS_FAULT='source zfs send *:255:client_loop: send disconnect: Broken pipe' pull --retries 2 --retry-delay 1s
expect_status 2
expect_equal "$(grep -c 'Trying again in' "$WORK/out")" 2 "tries after the first"
expect_equal "$(ours)" 1 "snapshots after several tries"
expect_equal "$(commands source 'zfs snapshot')" 1 "commands that take snapshots"
failing '' pull --retries 3 --retry-delay 1s --keep-source x
expect_status 255
expect_no_out 'Trying again'

# A side that is off: a NOTE and success. If it is the target, the source has its snapshots, and nothing is thinned.
for said in 'Connection refused' 'Connection timed out' 'No route to host'; do
  recall
  FAKE_SSH_FAIL="source:255:ssh: connect to host source port 22: $said" pull --offline-ok --json-file "$WORK/runs.json" --status-dir "$WORK/status"
  expect_status 0
  expect_equal "$(cat "$WORK/err")" "" "words on stderr"
  expect_equal "$(cat "$WORK/out")" '  NOTE: [Source] source is offline: nothing was done' "what it says"
  expect_unchanged
  FAKE_SSH_FAIL="backup:255:ssh: connect to host backup port 22: $said" push --keep-source=0 --offline-ok --retries 3
  expect_status 0
  expect_equal "$(cat "$WORK/err")" "" "words on stderr"
  expect_out '  NOTE: [Target] backup is offline: nothing was sent. The source was snapshotted'
  expect_no_out 'Trying again'
  expect_equal "$(ours)" 1 "snapshots of the source"
  expect_not_ran source 'zfs \(send\|hold\|release\|destroy\)'
  FAKE_SSH_FAIL="backup:255:ssh: connect to host backup port 22: $said" push --no-snapshot --offline-ok
  expect_status 0
  expect_out '  NOTE: [Target] backup is offline: nothing was sent'
done
expect_equal "$(jq -r '[.result, .exitCode] | @tsv' "$WORK/runs.json" | sort -u)" 'offline	0' "the objects"
jq -e '.notes[0] | contains("offline")' "$WORK/runs.json" > /dev/null || fail "the object does not say which host"
[[ ! -e $(echo "$WORK"/status/ERROR_*) ]] || fail "a host that is off left an error"

# What is wrong stays so.
for said in 'ssh: Could not resolve hostname source: Name or service not known' 'root@source: Permission denied (publickey).' \
  'Host key verification failed.' 'client_loop: send disconnect: Broken pipe'; do
  recall
  FAKE_SSH_FAIL="source:255:$said" pull --offline-ok
  expect_refusal '[Source]' 'ssh to source failed'
  FAKE_SSH_FAIL="backup:255:$said" push --offline-ok
  expect_no_target '[Target]' 'ssh to backup failed'
done
# A source that cannot be snapshotted is a failure, though the target is off.
recall
export FAKE_ZFS_FAULT='source zfs snapshot*:1:cannot create snapshot tank/data@x: out of space'
FAKE_SSH_FAIL='backup:255:ssh: connect to host backup port 22: Connection refused' push --offline-ok
unset FAKE_ZFS_FAULT
expect_status 255
# A host that goes away in the middle is one, too.
failing '5 6 7 8 9 10' pull --offline-ok
[[ $status != 0 ]] || fail "a run that broke in the middle is called good"

# --min-free: nothing is sent; snapshots and thinning are done, on both sides.
recall
pull
expect_status 0
at '2026-03-02 12:00:00'
write source tank/data
pull --min-free 10%
expect_status 0
expect_ran backup 'zpool list -Hp -o free,size backup'
expect_equal "$(commands backup 'available') $(commands backup 'zpool list')" '0 1' "commands that ask for room"
at '2026-03-02 13:00:00'
pull --min-free 10% # nothing to send: nothing is asked
expect_status 0
expect_equal "$(commands source) + $(commands backup)" '2 + 2' "commands when nothing changed"
on backup zpool set free=1000000000 backup
at '2026-03-03 12:00:00'
write source tank/data
remember
pull --min-free 10% --test
expect_status 255
expect_unchanged
pull --min-free 10% --plan=sh
expect_status 255
expect_equal "$(cat "$WORK/out")" '' "the script"
pull --min-free 10% --keep-source=1 --keep-target=1 --json-file "$WORK/full.json"
expect_status 255
expect_err '! [Target] the pool backup has 954 MiB free of 10.0 GiB, at least '
expect_err 'and --min-free wants 10%: nothing is sent; snapshots and thinning are done. Make room there (zfs list -o space -r backup)'
expect_equal "$(wc -l < "$WORK/err")" 1 "lines on stderr"
expect_equal "$(jq -r '.errors[0].class' "$WORK/full.json")" no_room "its class"
exists source "tank/data@$(days 3)" || fail "the source was not snapshotted"
expect_snapshots source tank/data "$(days 2 3)"
expect_snapshots backup backup/server1/tank/data "$(days 2)"
expect_not_ran source 'zfs send'
pull --min-free 9%
expect_status 0
expect_exists backup "backup/server1/tank/data@$(days 3)"
# By size it is what is available below the target path.
at '2026-03-04 12:00:00'
write source tank/data
pull --min-free 20G
expect_status 255
expect_err '! [Target] backup/server1 has 10.0 GiB available'
expect_ran backup 'zfs get -Hp -o value available backup/server1'
pull --min-free 5G
expect_status 0
for wrong in 101% x 5X; do
  pull --min-free "$wrong"
  expect_status 255
  expect_err "! --min-free: '$wrong' is not"
done
