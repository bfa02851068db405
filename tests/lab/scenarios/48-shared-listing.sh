#!/bin/bash
# The snapshots of many datasets are listed by several zfs processes: the same plan whatever their number, mounted or not.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o canmount=noauto tank/many
# shellcheck disable=SC2016 # expanded in the guest
on source sh -ec 'for n in $(seq 258); do zfs create -u "tank/many/d$n"; done; zfs create -u "tank/many/two words"
  zfs snapshot -r tank/many@foreign; zfs bookmark tank/many/d7@foreign tank/many/d7#foreign
  zfs set autobackup:test=true tank/many; printf "#!/bin/sh\ncat /root/processors\n" >/usr/local/bin/getconf; chmod +x /usr/local/bin/getconf'
on source sh -c 'echo 1 >/root/processors'
at_time '2025-03-01 12:00' zw_on source backup --allow-empty test
for processors in 1 2 4; do
  on source sh -c "echo $processors >/root/processors"
  plan=$(at_time '2025-03-02 12:00' zw_on source backup test --plan=json)
  [[ $processors != 1 ]] || wanted=$plan
  [[ $plan == "$wanted" ]] || fail "another plan with $processors processes"
  expect_equal "$(grep -o '"foreign"' <<<"$plan" | wc -l)" 260 "snapshots in it"
done
