# Whose copy is it? Each one records its source, on receive or by the next run; what is destroyed or thinned as missing records that it is of
# this very source, and gone there. Two hosts with pools of one name share a target path; a copy that somebody renamed; one of before there
# were records; one that came by send -p; a user without leave to write records.
record_of() { on backup zfs get -H -o value,source zwinnow:source "$1"; }
recorded() { printf '%s:%s:%s\tlocal' "$(guid_of "$1" tank)" "$(guid_of "$1" "$2")" "$2"; } # HOST DATASET
from() { zw backup --ssh-source "$1" "${@:2}" offsite1 backup/server1; }                       # HOST ARG…

make_job tank/one tank/renamed 'tank/my data'
on other zpool create tank /dev/fake
on other zfs create tank/two
for host in source other; do on "$host" zfs set autobackup:offsite1=child tank; done
for day in 1 2; do
  at "2026-03-0$day 12:00:00"
  for host in source other; do
    from "$host" --allow-empty
    expect_status 0
    expect_quiet
  done
done
expect_equal "$(record_of backup/server1/tank/one)" "$(recorded source tank/one)" 'the record of a copy'
expect_equal "$(record_of backup/server1/tank/two)" "$(recorded other tank/two)" 'the record of a copy of the other host'

# --- The other host's copy, idle for long: nobody's but its own ---
on source zfs release zfs_autobackup:offsite1 "tank/one@$(days 2)"
on source zfs destroy -r tank/one
on backup zfs rename -u backup/server1/tank/renamed backup/server1/tank/renamed.old
on source zfs release zfs_autobackup:offsite1 "tank/renamed@$(days 2)"
on source zfs destroy -r tank/renamed
at '2026-05-01 12:00:00'
remember
from source --verbose --no-snapshot --keep-target=1 --destroy-missing=30d
expect_status 0
expect_missing backup backup/server1/tank/one
expect_snapshots backup backup/server1/tank/two "$(days 1 2)"
expect_snapshots backup backup/server1/tank/renamed.old "$(days 1 2)"
expect_out '  [Target] backup/server1/tank/renamed.old: Destroy missing: it was renamed here, so it is yours'
expect_no_out 'NOTE'

# --- A pool of that name, made anew: none of its business ---
recall
on source zpool destroy tank
on source zpool create tank /dev/fake
on source zfs create tank/new
on source zfs set autobackup:offsite1=child tank
from source --keep-target=1 --destroy-missing=30d
expect_status 0
for dataset in one two 'my data' renamed.old; do expect_snapshots backup "backup/server1/tank/$dataset" "$(days 1 2)"; done

# --- Copies of before there were records, and one that came by send -p, whose record came along ---
recall
on backup sh -c "zfs send -p 'backup/server1/tank/my data@$(days 2)' | zfs recv -u backup/server1/tank/stray"
expect_equal "$(record_of backup/server1/tank/stray)" "$(recorded source 'tank/my data' | sed 's/local/received/')" 'what came along'
for dataset in one two 'my data'; do on backup zfs inherit zwinnow:source "backup/server1/tank/$dataset"; done
same_as_script backup --ssh-source source --no-snapshot --keep-target=1 offsite1 backup/server1
from source --test --no-snapshot --keep-target=1
expect_out 'NOTE: [Target] backup/server1/tank/one and 1 more: not thinned or destroyed: it does not record which source it is a copy of.'
expect_equal "$(record_of 'backup/server1/tank/my data')" "$(recorded source 'tank/my data')" 'the record that the next run writes'
expect_snapshots backup backup/server1/tank/one "$(days 1 2)"
remember old
from source --no-snapshot --keep-target=1 --destroy-missing=30d
expect_equal "$(commands source) + $(commands backup)" '2 + 2' 'commands, when all is recorded'

# --adopt-missing takes what has this job's names, and that records it.
on backup zfs set zwinnow:source=1:2:tank/two backup/server1/tank/two
same_as_script backup --ssh-source source --no-snapshot --keep-target=1 --adopt-missing offsite1 backup/server1
expect_snapshots backup backup/server1/tank/one "$(days 2)"
expect_snapshots backup backup/server1/tank/two "$(days 1 2)"
expect_equal "$(record_of backup/server1/tank/one)" "$(guid_of source tank):0:tank/one"$'\t''local' 'the record of an adopted one'
from source --no-snapshot --destroy-missing=30d
expect_quiet
expect_missing backup backup/server1/tank/one
expect_exists backup backup/server1/tank/two

# --- It cannot be written: said, and no failure ---
recall old
on backup zfs inherit zwinnow:source 'backup/server1/tank/my data'
FAKE_ZFS_FAULT='zfs set *:1:cannot set property' from source --no-snapshot
expect_status 0
expect_out 'NOTE: [Target] '

# Who may not set user properties goes without: nothing fails, and a run with nothing to do asks nobody.
make_pools
make_job tank/data
push_as_bk() { zw_on source backup --ssh-target bk@backup offsite1 backup/server1; }
on backup zfs allow -u bk create,destroy,hold,mount,readonly,receive,release backup/server1
push_as_bk
expect_status 0
expect_out 'NOTE: [Target] user bk lacks userprop below backup/server1: so copies do not record their source, and stay when that is gone. As root on bk@backup: zfs allow -u bk userprop backup/server1'
expect_equal "$(record_of backup/server1/tank/data)" $'-\t-' 'a record'
push_as_bk
expect_status 0
expect_quiet
expect_equal "$(commands source) + $(commands backup)" '2 + 2' 'commands, when nothing changed and nothing is recorded'
on backup zfs allow -u bk userprop backup/server1
write source tank/data
at '2026-05-02 12:00:00'
push_as_bk
expect_status 0
expect_equal "$(record_of backup/server1/tank/data)" "$(recorded source tank/data)" 'the record'
