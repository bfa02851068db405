# --follow-renames: the copies of what was renamed are renamed, those of what was promoted are promoted, and all goes on incrementally. Nothing
# is destroyed, and a run that is killed anywhere is finished by the next one.
make_job tank/a tank/a/sub tank/b tank/c tank/d tank/e tank/p tank/q tank/o
on source zfs create -V 8M tank/vol
each_day 1 2 tank/o pull
copies=backup/server1/tank
guid_of_copy() { guid_of backup "$copies/$1"; }
pull_following() { pull --follow-renames "$@"; }

# --- One dataset, with what is below it ---
remember one # as the copies are called so far
on source zfs rename tank/a tank/z
write source tank/z/sub
at '2026-03-03 12:00:00'
remember

pull
expect_status 2
expect_err "tank/z: FAILED: it was renamed or promoted: its history on the target is $copies/a. To go on with that: zfs rename -u $copies/a $copies/z; or --resend-renamed sends all of it anew; or --follow-renames renames the copy"
expect_exists backup "$copies/a"

recall
a=$(guid_of_copy a) sub=$(guid_of_copy a/sub)
pull_following --test
expect_status 0
expect_unchanged
expect_out "zfs rename -u $copies/a $copies/z"
pull_following --verbose
expect_status 0
expect_out "NOTE: [Source] tank/z and 1 more: was renamed or promoted"
expect_out "[Target] $copies/a: Renaming to $copies/z"
expect_equal "$(guid_of_copy z) $(guid_of_copy z/sub)" "$a $sub" "the copies that moved"
expect_snapshots backup "$copies/z/sub" "$(days 1 3)"
expect_holds backup "$copies/z/sub" "$copies/z/sub@$(days 3) zfs_autobackup:offsite1"
expect_equal "$(on backup zfs get -H -o value zwinnow:source "$copies/z/sub" | sed 's/.*://')" tank/z/sub "the source that it records"
expect_missing backup "$copies/a"
for command in destroy recv.-A rollback; do expect_not_ran backup "zfs ${command/./ }"; done
write source tank/z
at '2026-03-04 12:00:00'
pull_following
expect_status 0
expect_quiet

# By push, and by a job whose options say otherwise.
recall
zw_on source backup --ssh-target backup --follow-renames offsite1 backup/server1
expect_status 0
expect_equal "$(guid_of_copy z/sub)" "$sub" "the copy that moved"
recall
pull_following --no-send
expect_status 0
expect_exists backup "$copies/a"
pull_following --resend-renamed
expect_status 255
expect_err '--follow-renames goes on with the copies that --resend-renamed sends anew: leave one out'

# --- All at once ---
recall one
on source zfs rename tank/c tank/cc # a chain
on source zfs rename tank/b tank/c
on source zfs rename tank/p tank/between # two change places
on source zfs rename tank/q tank/p
on source zfs rename tank/between tank/q
on source zfs rename tank/a tank/a-old # the old name is taken anew
on source zfs create tank/a
on source zfs create tank/new # a parent that is to be received first
on source zfs rename tank/d tank/new/d
on source zfs create -o autobackup:offsite1=child tank/plain # one that is not selected
on source zfs rename tank/e tank/plain/e
on source zfs clone "tank/o@$(days 1)" tank/o-clone # a promotion
on source zfs promote tank/o-clone
on source zfs rename tank/vol tank/vol2
for name in a cc c p q a-old a-old/sub new/d plain/e o o-clone; do write source "tank/$name"; done
at '2026-03-03 12:00:00'
remember
declare -A of
for name in a a/sub b c d e p q o vol; do of[$name]=$(guid_of_copy "$name"); done
pull_following
expect_status 0
for pair in c:cc b:c p:q q:p a:a-old a/sub:a-old/sub d:new/d e:plain/e o:o vol:vol2; do
  expect_equal "$(guid_of_copy "${pair#*:}")" "${of[${pair%:*}]}" "the copy of tank/${pair#*:}"
done
for name in cc c p q a-old a-old/sub new/d plain/e; do expect_snapshots backup "$copies/$name" "$(days 1 3)"; done
expect_snapshots backup "$copies/o-clone" "$(days 1 3)"
expect_snapshots backup "$copies/o" "$(days 2 3)"
expect_snapshots backup "$copies/a" "$(days 3)"
expect_equal "$(on backup zfs get -H -o value origin "$copies/o")" "$copies/o-clone@$(days 1)" "the origin of what is left"
expect_equal "$(on backup zfs get -H -o value canmount "$copies/plain")" off "canmount of a parent that was made"
expect_equal "$(on backup zfs get -H -o value readonly "$copies/o-clone")" on "readonly of a clone that took over"
expect_ran backup "zfs recv .*-o readonly=on .*$copies/o-clone" # else zfs forgets it with the first stream
expect_not_ran backup 'zfs get .*moving'
expect_not_ran backup 'zfs destroy'
expect_equal "$(on backup zfs list -H -o name -r backup | grep -c -e moving -e diverged || :)" 0 "what is left between two names"
write source tank/o-clone
at '2026-03-04 12:00:00'
pull_following
expect_status 0
expect_quiet

recall
at '2026-03-03 12:00:00'
same_as_script backup --ssh-source source --follow-renames offsite1 backup/server1

# Killed at any command. What was received and not held yet is held by the next run that has something to send: so there is one.
recall
# shellcheck source=tests/e2e/killing.sh
. "$here/killing.sh"
all_of=(a cc c p q a-old a-old/sub new new/d plain/e o o-clone vol2)
job=(backup --ssh-source source --follow-renames --keep-source=10 --keep-target=10 offsite1 backup/server1)
next_day() {
  local name
  at '2026-03-04 12:00:00'
  for name in "${all_of[@]}"; do write source "tank/$name"; done
  zw "${job[@]}"
  expect_status 0
  at '2026-03-03 12:00:00'
}
and_then=next_day survives_death after 40 backup "${job[@]}"

# A rename that zfs refuses: who relies on it fails and says so, all others are backed up, and the next run does the rest.
recall
FAKE_ZFS_FAULT="zfs rename -u $copies/b $copies/c:1:cannot rename '$copies/b': dataset is busy" zw "${job[@]}"
expect_status 2
expect_err "tank/c: FAILED: its copy cannot be renamed or promoted as it was: zfs: cannot rename '$copies/b': dataset is busy"
expect_err ". The next run tries again; by hand: zfs rename -u $copies/b $copies/c"
expect_err 'tank/cc: FAILED: the copy of tank/c was to be renamed first'
expect_snapshots backup "$copies/new/d" "$(days 1 3)"
expect_snapshots backup "$copies/cc" "$(days 1)"
zw "${job[@]}"
expect_status 0
for name in c cc; do expect_snapshots backup "$copies/$name" "$(days 1 3)"; done
expect_equal "$(guid_of_copy c)" "${of[b]}" "the copy of tank/c"

# A partial receive moves along, and goes on.
recall one
write source tank/a 5000000
at '2026-03-03 12:00:00'
FAKE_ZFS_FAULT='cut@60000:zfs send *tank/a@*' pull
[[ $status != 0 ]] || fail "the stream was to break off"
expect_equal "$(on backup zfs get -H -o value receive_resume_token "$copies/a" | cut -c 1-2)" 1- "a token"
on source zfs rename tank/a tank/z
pull_following
expect_status 0
expect_ran source 'zfs send .*-t'
expect_snapshots backup "$copies/z" "$(days 1 3)"

# Two targets of one source: each is followed when its turn comes.
make_pools
make_job tank/a
on backup zfs create -o mountpoint=none backup/server2
second() { zw backup --ssh-source source "$@" offsite1 backup/server2; }
each_day 1 1 tank/a pull
each_day 2 2 tank/a second
on source zfs rename tank/a tank/b
write source tank/b
at '2026-03-03 12:00:00'
for target in pull second; do
  $target --follow-renames --keep-source=1 --keep-target=1
  expect_status 0
done
for target in 1 2; do expect_snapshots backup "backup/server$target/tank/b" "$(days 3)"; done
expect_snapshots source tank/b "$(days 3)"

# sync follows too, within its tree.
make_pools
for name in tree tree/a tree/b tree/gone; do on source zfs create "tank/$name"; done
at '2026-03-01 12:00:00'
zw sync source:tank/tree backup/tree
expect_status 0
of[a]=$(guid_of backup backup/tree/a) of[gone]=$(guid_of backup backup/tree/gone)
holds_of source tank/tree/gone | while IFS=$'\t' read -r name tag; do on source zfs release "$tag" "$name"; done
on source zfs destroy -r tank/tree/gone
on source zfs rename tank/tree/a tank/tree/gone
on source zfs rename tank/tree/b tank/tree/a
write source tank/tree/gone
at '2026-03-02 12:00:00'
remember
zw sync source:tank/tree backup/tree
[[ $status != 0 ]] || fail "renamed, and not said"
expect_err '--follow-renames renames the copy'
recall
zw sync --follow-renames source:tank/tree backup/tree
expect_status 0
expect_equal "$(guid_of backup backup/tree/gone)" "${of[a]}" "the copy that moved"
expect_equal "$(guid_of backup backup/tree/gone.diverged-20260302120000-gone)" "${of[gone]}" "the copy of what is gone"
