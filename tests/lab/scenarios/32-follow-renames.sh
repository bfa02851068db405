#!/bin/bash
# --follow-renames on real pools, by a run as by a script: renamed trees, a chain, names that changed places, an old name that is taken anew,
# parents that are missing, promotions, a volume, an encrypted tree that came raw; and by users who are not root.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

# shellcheck disable=SC2016 # expanded in the guest
on source sh -ec 'head -c 32 /dev/urandom >/root/key
  for name in a a/sub b c d e p q o; do zfs create "tank/$name"; done
  zfs create -s -V 8M tank/vol
  zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/key tank/secret
  zfs create tank/secret/inner
  zfs set autobackup:test=true tank'
on backup zfs create backup/copies
pull=(backup test backup/copies --ssh-source source)
copies=backup/copies/tank
guid_of() { on "$1" zfs get -H -o value guid "$2"; }
files=0
write_to() { for dataset in "$@"; do write_file source "tank/$dataset" "file-$((++files))" 20000 >/dev/null; done; }
at_time '2025-03-01 12:00' zw "${pull[@]}"
write_to o
on backup zfs mount -a
at_time '2025-03-02 12:00' zw "${pull[@]}"

on source sh -ec 'zfs rename tank/c tank/cc; zfs rename tank/b tank/c
  zfs rename tank/p tank/x; zfs rename tank/q tank/p; zfs rename tank/x tank/q
  zfs rename tank/a tank/a-old; zfs create tank/a
  zfs create tank/new; zfs rename tank/d tank/new/d
  zfs create -o autobackup:test=child tank/plain; zfs rename tank/e tank/plain/e
  zfs clone tank/o@test-20250301120000 tank/clone; zfs promote tank/clone
  zfs rename tank/vol tank/vol2; zfs rename tank/secret tank/vault'
changed=(a a-old a-old/sub cc c p q new/d plain/e o clone vault vault/inner)
write_to "${changed[@]}"
write_disk source tank/vol2 100000
declare -A of
for name in a/sub b c d p secret/inner vol; do of[$name]=$(guid_of backup "$copies/$name"); done

at_time '2025-03-03 12:00' zw_ends 13 backup "${pull[@]}" --no-snapshot # as without it, and with the cure
expect_contains "$said" '--follow-renames renames the copy'
at_time '2025-03-03 12:00' same_as_script backup "${pull[@]}" --follow-renames
for pair in a/sub:a-old/sub b:c c:cc d:new/d p:q secret/inner:vault/inner vol:vol2; do
  expect_equal "$(guid_of backup "$copies/${pair#*:}")" "${of[${pair%:*}]}" "the copy of tank/${pair#*:}"
done
for name in "${changed[@]}" vol2; do
  [[ $name == vault* ]] || expect_same_content "tank/$name@test-20250303120000" "$copies/$name@test-20250303120000"
done
for name in vault vault/inner; do expect_snapshots backup "$copies/$name" test-2025030{1,3}120000; done
expect_snapshots backup "$copies/clone" test-2025030{1,3}120000
expect_snapshots backup "$copies/o" test-2025030{2,3}120000
expect_equal "$(on backup zfs get -H -o value origin "$copies/o")" "$copies/clone@test-20250301120000" "the origin of what is left"
expect_equal "$(on backup zfs get -H -o value,source readonly "$copies/clone")" $'on\tlocal' "readonly of a clone that took over"
expect_equal "$(on backup zfs get -H -o value mounted "$copies/a-old/sub" "$copies/c" "$copies/new/d" | sort -u)" yes "what was mounted"
expect_equal "$(on backup sh -c 'zfs list -H -o name -r backup | grep -c -e moving -e diverged || :')" 0 "what is left between two names"
expect_equal "$(on backup zfs rename -u "$copies/vol2" "$copies/vol3" 2>&1 || :)" \
  "cannot open '$copies/vol2': operation not applicable to datasets of this type" "what zfs says of -u and a volume"
write_to clone vault/inner
at_time '2025-03-04 12:00' zw_ends 0 backup "${pull[@]}" --follow-renames
expect_equal "$said" '' "what the next run says"

# --- A child that left the tree of its key: raw copies have keys of their own, so its copy follows ---
on source sh -ec 'zfs change-key -o keyformat=raw -o keylocation=file:///root/key tank/vault/inner
  zfs rename tank/vault/inner tank/inner; zfs rename tank/cc tank/ccc'
write_to inner ccc
at_time '2025-03-05 12:00' zw_ends 0 backup "${pull[@]}" --follow-renames
expect_contains "$said" 'its copy follows'
expect_snapshots backup "$copies/ccc" test-2025030{1,3,5}120000
expect_snapshots backup "$copies/inner" test-2025030{1,3,4,5}120000

# --- By users who are not root on either side ---
for guest in source backup; do on "$guest" sh -ec "useradd -m keeper; usermod -p '*' keeper; install -d -o keeper -m 700 /home/keeper/.ssh"; done
on backup sh -ec "cp /root/.ssh/known_hosts /home/keeper/.ssh/; ssh-keygen -q -t ed25519 -N '' -f /home/keeper/.ssh/id_ed25519; chown -R keeper /home/keeper/.ssh"
on backup cat /home/keeper/.ssh/id_ed25519.pub | on source sh -ec 'cat >/home/keeper/.ssh/authorized_keys; chown keeper /home/keeper/.ssh/*'
on source sh -ec 'zfs rename tank/c tank/new/c; zfs rename tank/p tank/x; zfs rename tank/q tank/p; zfs rename tank/x tank/q
  zfs clone tank/ccc@test-20250303120000 tank/clone2; zfs promote tank/clone2; zfs rename tank/vol2 tank/vol'
write_to new/c p ccc clone2
pull=(--follow-renames --ssh-source keeper@source test backup/copies)
lines=$(as_user keeper zw allow "${pull[@]}")
expect_contains "$lines" rename
sed '/^# Target/,$d' <<<"$lines" | on source sh -e
sed -n '/^# Target/,$p' <<<"$lines" | on backup sh -e
at_time '2025-03-06 12:00' as_user keeper zw_ends 0 backup backup "${pull[@]}"
for name in new/c p q vol; do on backup zfs list "$copies/$name@test-20250303120000" >/dev/null; done
for name in new/c p ccc clone2; do
  expect_same_content "tank/$name@test-20250306120000" "$copies/$name@test-20250306120000"
done
expect_equal "$(on backup zfs get -H -o value origin "$copies/ccc")" "$copies/clone2@test-20250303120000" "the origin of what is left"
