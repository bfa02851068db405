# --buffer and --rate: mbuffer where it belongs, on the sending and the receiving side; real ones run.
make_job tank/data
write source tank/data
at '2026-03-01 12:00:00'
remember
# stages: the parts of the transfer of tank/data, as --debug tells them.
stages() { sed -n 's/^# \[Source\] CMD    > //p' "$WORK/out" | grep 'zfs send.*tank/data@'; }

pull --debug
[[ $(stages) != *mbuffer* ]] || fail "mbuffer unasked for"
recall
pull --debug --buffer=16M
expect_status 0
expect_equal "$(stages | grep -o 'mbuffer -q -s128k -m16M' | wc -l)" 2 "mbuffers with --buffer by pull"
expect_equal "$(stages | grep -o 'zfs send\|mbuffer\|zfs recv' | xargs)" 'zfs send mbuffer mbuffer zfs recv' "the order"
expect_out '  [Source] zfs send buffer        : 16M'
expect_out '  [Target] zfs recv buffer        : 16M'
recall
pull --debug --rate=100M
expect_equal "$(stages | grep -o 'zfs send\|mbuffer[^;|]*-R100M\|zfs recv' | sed 's/.*R100M/mbuffer -R100M/' | xargs)" 'zfs send mbuffer -R100M zfs recv' "the order"
expect_out '  [Source] zfs send transfer rate : 100M'
recall
pull --debug --rate=100M --buffer=16M
expect_equal "$(stages | grep -o 'mbuffer -q -s128k -m16M' | wc -l)" 2 "mbuffers with both"
expect_equal "$(stages | grep -o -e '-R100M' | wc -l)" 1 "limits with both"
recall
same_as_script backup --ssh-source source --rate=100M --buffer=16M offsite1 backup/server1
recall
same_as_script source --ssh-target backup --rate=100M --buffer=16M offsite1 backup/server1
recall
same_as_script middle --ssh-source source --ssh-target backup --rate=100M --buffer=16M offsite1 backup/server1

# Local: none.
on source zpool create backup /dev/fake
on source zfs create backup/server1
zw_on source backup --debug --buffer=16M offsite1 backup/server1
expect_status 0
expect_equal "$(stages | grep -o 'zfs send\|mbuffer\|zfs recv' | xargs)" 'zfs send zfs recv' "a local one, which gains nothing from a buffer"
