# `zwinnow sync` asks before it sends in full, and tries again what failed by a connection.
on source zfs create tank/vm
on source zfs create tank/vm/a
write source tank/vm/a
remember
tree=(sync source:tank/vm backup/vm)

# Without a terminal nobody can be asked; with one the answer counts; --yes answers.
zw "${tree[@]}" --confirm-initial
expect_status 255
expect_err "2 dataset(s) will be sent in full: tank/vm as backup/vm, tank/vm/a as backup/vm/a. Go on? There is no terminal to ask on: --yes answers yes"
expect_unchanged
printf -v command '%q ' "$ZWINNOW" "${tree[@]}" --confirm-initial --no-progress
for answer in n '' y; do
  echo "$answer" | faked backup script -qec "$command" /dev/null > "$WORK/out" 2> "$WORK/err" || :
  grep -q 'Go on? \[y/N\]' "$WORK/out" || fail "no question"
  sent=n
  ! exists backup backup/vm/a || sent=y
  expect_equal "$sent" "${answer:-n}" "sent after the answer '$answer'"
done
grep -q '2/2 streams received in' "$WORK/out" || fail "on a terminal the last line is told"
zw "${tree[@]}" --confirm-initial
expect_status 0
recall
zw "${tree[@]}" --confirm-initial --yes
expect_status 0

# shellcheck source=tests/e2e/broken_ssh.sh
. "$(dirname "${BASH_SOURCE[0]}")/../broken_ssh.sh"
# 1 s of the program's clock is none of ours: it does not wait by that.
failing_sync() { failing "$1" zw "${tree[@]}" --retry-delay 1s "${@:2}"; }
failing_sync 1
expect_status 255
failing_sync '1 2' --retries 2
expect_status 0
expect_out 'NOTE: Trying again in 1 s (1 of 2)'
expect_out 'NOTE: Trying again in 2 s (2 of 2)'
exists backup backup/vm/a || fail "the third try did nothing"
failing_sync '1 2 3' --retries 2
expect_status 255
# In the middle: what was snapshotted is sent, and not snapshotted again; a stream goes on where it broke off.
for broken in 4 5 6 7 8; do
  failing_sync "$broken" --retries 1
  expect_status 0
  exists backup backup/vm/a || fail "connection $broken was not tried again"
  expect_equal "$(on source zfs list -H -t snapshot -o name -r tank | grep -c .)" 2 "snapshots after a try that broke at connection $broken"
done

# What waiting does not mend is told at once.
recall
on backup zfs create backup/vm
zw "${tree[@]}" --retries 3
expect_status 1
expect_no_out 'Trying again'
