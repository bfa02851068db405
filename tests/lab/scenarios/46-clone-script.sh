#!/bin/bash
# A blog's clone script, step by step, on real pools: one dataset to a host, snapshots with a counter for each target, the
# question before the first time, a connection that is cut in the middle, a series whose local end was destroyed by
# mistake, the newest five kept here, no base left, a lock.
# shellcheck disable=SC2016 # expanded in the guest
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create tank/share
on source zfs create tank/share/below
write_file source tank/share first 300000
clone=(sync -d 1 --snapshot=always --snapshot-format '{targethash}_{counter}' --keep-source 5 tank/share backup:backup/share)

# The first time it asks; without a terminal somebody has to have said yes.
zw_ends 255 source "${clone[@]}" --confirm-initial
expect_contains "$said" '--yes'
expect_equal "$(on backup zfs list -H -o name)" backup "what a question leaves"
zw_on source "${clone[@]}" --confirm-initial --yes
expect_equal "$(on backup zfs list -H -o name)" "backup
backup/share" "one dataset, and no child"
expect_equal "$(on backup zfs get -H -o value readonly backup/share) $(on backup zfs get -H -o value mounted backup/share)" 'on no' "the copy"
first=$(on source zfs list -H -t snapshot -o name tank/share | sed 's/.*@//')
hash=${first%_1}
expect_equal "$first" "${hash}_1" "the first name"
expect_same_content "tank/share@$first" "backup/share@$first"

# The connection is cut in the middle, and the same run goes on from there.
write_file source tank/share large 20000000
on source sh -c 'zwinnow "$@" -v --rate 4M --retries 3 --retry-delay 1s >/root/cut.log 2>&1; echo $? >/root/cut.status' cut "${clone[@]}" &
cut=$!
until [[ $(on backup zfs get -H -p -o value receive_resume_token backup/share) != - ]]; do sleep 0.3; done
on backup pkill -x zfs
wait "$cut"
expect_equal "$(on source cat /root/cut.status)" 0 "a run whose connection was cut: $(on source cat /root/cut.log)"
expect_contains "$(on source cat /root/cut.log)" 'esum'
expect_same_content "tank/share@${hash}_2" "backup/share@${hash}_2"

# The newest is destroyed here by mistake: the next number is above those of the target, too, and goes on from what both have.
for _ in 3 4; do zw_on source "${clone[@]}"; done
on source sh -c 'zfs holds -H "$1" | cut -f 2 | xargs -r -I{} zfs release {} "$1"; zfs destroy "$1"' destroy "tank/share@${hash}_4"
write_file source tank/share more 300000
zw_on source "${clone[@]}"
expect_snapshots backup backup/share "${hash}"_{1..5}
expect_same_content "tank/share@${hash}_5" "backup/share@${hash}_5"

# Five are kept here, the target has all.
for _ in 6 7 8; do zw_on source "${clone[@]}"; done
expect_snapshots source tank/share "${hash}"_{3,5,6,7,8}
expect_equal "$(on backup zfs list -H -t snapshot -o name backup/share | wc -l)" 8 "snapshots of the target"

# No base is left: it is said, and nothing is overwritten.
zw_on source sync -d 1 --no-holds tank/share/below backup:backup/below
on backup zfs destroy -r backup/below
on backup zfs create backup/below
on backup zfs snapshot backup/below@mine
zw_ends 1 source sync -d 1 tank/share/below backup:backup/below
expect_contains "$said" 'find common snapshot'
expect_snapshots backup backup/below mine
