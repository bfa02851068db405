# The snapshots of many datasets are listed by as many zfs processes as the host has processors, four at most: the same
# plan whatever their number, and one command more than there are processes. What vanishes meanwhile is left out.
on source zfs create tank/many
on source sh -c 'seq -f tank/many/d%g 299 | xargs -n 1 zfs create'
on source zfs create 'tank/many/two words'
on source zfs set autobackup:offsite1=true tank/many
on backup zfs create backup/server1
at '2026-03-01 12:00:00'
zw backup --ssh-source source offsite1 backup/server1
expect_status 0
on source zfs snapshot -r tank/many@foreign
on source zfs bookmark tank/many/d7@foreign tank/many/d7#foreign
write source tank/many/d7
write source 'tank/many/two words'
at '2026-03-02 12:00:00'
zw backup --ssh-source source --other-snapshots offsite1 backup/server1
expect_status 0
remember
at '2026-03-03 12:00:00'

for processors in 1 2 4 9; do
  FAKE_PROCESSORS=$processors zw backup --ssh-source source offsite1 backup/server1 --plan=json
  expect_status 0
  grep -v '"time\|"now' "$WORK/out" > "$WORK/plan-$processors"
  [[ $processors == 1 ]] && cp "$WORK/plan-1" "$WORK/plan"
  cmp "$WORK/plan" "$WORK/plan-$processors" || fail "another plan with $processors processes"
  n=$((processors > 4 ? 4 : processors))
  each=$((n == 1 ? 1 : n + 1))
  expect_equal "$(commands source 'zfs list') + $(commands backup 'zfs list')" "$each + $each" "listings with $processors processors"
  expect_equal "$(commands source 'zfs get') + $(commands backup 'zfs get')" '2 + 1' "other commands"
done
export FAKE_PROCESSORS=2

# Levels: the listing goes no deeper.
on source zfs create tank/many/d7/deep
on source zfs snapshot tank/many/d7/deep@x
zw sync -d 2 source:tank/many backup/flat
expect_status 0
! exists backup backup/flat/d7/deep || fail "the listing goes too deep"
recall

# One vanishes between the list of names and that of its snapshots; a command that fails otherwise is an error.
on source zfs create 'tank/many/soon gone'
mkdir "$WORK/bin"
printf '#!/bin/sh\nzfs destroy "tank/many/soon gone" 2>/dev/null\nexec /usr/bin/xargs "$@"\n' > "$WORK/bin/xargs"
chmod +x "$WORK/bin/xargs"
PATH=$WORK/bin:$PATH zw backup --ssh-source source offsite1 backup/server1
expect_status 1
expect_equal "$(grep -c FAILED "$WORK/err")" 1 "failed datasets"
expect_err 'tank/many/soon gone: FAILED: it has vanished since it was listed'
recall
FAKE_ZFS_FAULT='source zfs list*two words*:1:cannot iterate filesystems: I/O error' zw backup --ssh-source source offsite1 backup/server1
expect_status 255
expect_err 'I/O error'
