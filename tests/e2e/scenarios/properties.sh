# What becomes of properties on the target: --set-properties, --filter-properties, --clear-mountpoint, --clear-refreservation, on every receive;
# canmount is none of a volume's.
make_job tank/data
on source zfs create -V 8M tank/vol
on source zfs set x:one=1 x:two=2 compression=lz4 mountpoint=/data tank/data
on source zfs set refreservation=8M tank/vol
at '2026-03-01 12:00:00'
remember
value() { on backup zfs get -Hp -o value,source "$1" "backup/server1/$2" | tr '\t' ' '; }

same_as_script backup --ssh-source source offsite1 backup/server1
expect_equal "$(value x:one tank/data)" '1 received'
expect_equal "$(value compression tank/data)" 'lz4 received'
expect_equal "$(value autobackup:offsite1 tank)" 'true received'
[[ $(value refreservation tank/vol) != 8388608* ]] || fail "the copy of a volume reserves its size"
recall
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
run_program backup "$WORK/zfs-autobackup" --ssh-source source offsite1 backup/server1
expect_equal "$(value refreservation tank/vol)" '8388608 received'

recall
same_as_script backup --ssh-source source --set-properties=readonly=on,x:two=b=c --filter-properties=x:one,compression --clear-mountpoint \
  --clear-refreservation offsite1 backup/server1
expect_equal "$(value x:one tank/data)" '- -'
expect_equal "$(value x:two tank/data)" 'b=c local'
expect_equal "$(value readonly tank/data)" 'on local'
expect_equal "$(value canmount tank/data)" 'noauto local'
expect_equal "$(value mounted tank/data)" 'no -'
[[ $(value compression tank/data) != lz4* ]] || fail "compression was not left out"
[[ $(value refreservation tank/vol) != 8388608* ]] || fail "refreservation was not left out"
expect_equal "$(value readonly tank/vol)" 'on local'
grep 'zfs.*recv.*tank/vol' "$WORK/script" > "$WORK/recv"
! grep -q canmount "$WORK/recv" || fail "canmount for a volume"
grep -q -e '-x refreservation' "$WORK/recv" || fail "refreservation is not filtered"

# Increments say it again; a property changed on the source is changed, but not what is filtered.
on source zfs set x:one=new x:three=3 tank/data
at '2026-03-02 12:00:00'
write source tank/data
pull --set-properties readonly=on --set-properties x:two=d --filter-properties x:one
expect_status 0
expect_ran backup 'zfs recv -u -x x:one -x sharenfs -x sharesmb -o readonly=on -o x:two=d -v -s backup/server1/tank/data'
expect_equal "$(value x:one tank/data)" '- -'
expect_equal "$(value x:two tank/data)" 'd local'
expect_equal "$(value x:three tank/data)" '3 received'

# A new copy is read-only and not shared, unless it is said otherwise; one that is there already stays as it is.
recall
at '2026-03-01 12:00:00'
pull
expect_status 0
expect_ran backup 'zfs recv -u -x sharenfs -x sharesmb -o readonly=on -o zwinnow:source=[^ ]* -v -s backup/server1/tank/data'
expect_ran backup 'zfs recv -u -x refreservation -o readonly=on -o zwinnow:source=[^ ]* -v -s backup/server1/tank/vol'
expect_equal "$(value readonly tank/data)" 'on local'
on backup zfs set readonly=off backup/server1/tank/data
at '2026-03-02 12:00:00'
write source tank/data
pull
expect_status 0
expect_ran backup 'zfs recv -u -x sharenfs -x sharesmb -v -s backup/server1/tank/data'
expect_out "NOTE: [Target] 1 copy is not read-only: backup/server1/tank/data. Mounting or reading a copy may change it, and zfs then refuses the next increment. To prevent this: zfs set readonly=on backup/server1/tank/data"
on backup zfs set readonly=on backup/server1/tank/data
pull
expect_no_out 'not read-only'
recall
at '2026-03-01 12:00:00'
same_as_script backup --ssh-source source --set-properties=readonly=off,sharenfs=on --filter-properties=sharesmb offsite1 backup/server1
expect_equal "$(value readonly tank/data)" 'off local'
expect_equal "$(value sharenfs tank/data)" 'on local'
