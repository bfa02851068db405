# sync, its other direction, restore and handover take the same ways for their streams as a backup, and say it.
on source zfs create tank/vm
on source zfs create tank/vm/a
write source tank/vm
at '2026-03-01 12:00:00'
zw sync --transport=tcp source:tank/vm backup/vm
expect_status 0
expect_equal "$(grep -c UNENCRYPTED "$WORK/out")" 1 "how often sync says that nothing is encrypted"
expect_equal "$(on backup zfs list -H -o name -r backup/vm)" $'backup/vm\nbackup/vm/a' "the tree"
# shellcheck disable=SC2034 # for same_as_script
scripted_verb=sync
write source tank/vm/a
at '2026-03-02 12:00:00'
same_as_script middle --direct=push root@source:tank/vm root@backup:backup/vm

# In the other direction the options go on meaning the same hosts.
on source zfs set readonly=on tank/vm
on backup zfs set readonly=off backup/vm
on backup zfs mount -a
write backup backup/vm
at '2026-03-03 12:00:00'
zw sync --direction=auto --transport=tcp --listen-address 127.0.0.1 --peer-address 127.0.0.2 --debug source:tank/vm backup/vm
expect_status 0
expect_equal "$(grep -c UNENCRYPTED "$WORK/out")" 1 "how often it is said for both directions"
# shellcheck disable=SC2016 # as it is printed
grep -q 'LISTEN:$q.*bind=127.0.0.2,range=127.0.0.1/32' "$WORK/out" || fail "source does not listen for backup"

zw restore --transport=mbuffer --peer-address 127.0.0.1 backup/vm source:tank/again
expect_status 0
expect_out UNENCRYPTED
expect_equal "$(on source zfs list -H -o name -r tank/again)" $'tank/again\ntank/again/a' "what was restored"
zw restore --transport=tcp --file /x backup/vm
expect_status 255
expect_err '--transport and --direct are about datasets'
zw_on source handover --test --transport=tcp tank/vm backup:backup/vm2
expect_out UNENCRYPTED
