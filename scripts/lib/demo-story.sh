# shellcheck shell=bash disable=SC2154
# The demo's story, told on whatever stage there is.

bold='' plain=''
[[ ! -t 1 ]] || { bold=$'\e[1m' plain=$'\e[0m'; }

# step TITLE [TEXT…]: what comes next, and what to look at.
step() {
  printf '\n\n%s=== %s%s\n' "$bold" "$1" "$plain"
  (($# < 2)) || printf '    %s\n' "${@:2}"
}
# show HOST CMD…: a command as one would type it there, and what it says.
show() {
  printf '\n%s%s# %s%s\n' "$bold" "$1" "${*:2}" "$plain"
  on "$@"
}
run() { show backup zwinnow backup "${zwinnow_options[@]}" --ssh-source server1 offsite1 "$backup/server1" "$@"; }
# new_file NAME SIZE: work goes on at server1.
new_file() {
  on server1 sh -c "head -c $2 /dev/urandom >'$data/$1'"
  on server1 zpool sync "$tank"
}

step "server1 has a pool with a filesystem, a volume, and snapshots of earlier days"
show server1 zfs create "$tank/data"
show server1 zfs create -s -V 8M "$tank/disk"
data=$(on server1 zfs get -H -o value mountpoint "$tank/data")
for age in 40 20 13 6 2 1; do
  new_file "from-$age-days-ago" 300000
  on server1 zfs snapshot "$tank/data@offsite1-$(date -d "-$age days" +%Y%m%d)030000"
done
new_file report 20000000
show server1 zfs list -t snapshot -o name,refer "$tank/data"

step "It is marked for the backup named offsite1, and the backup server makes a place for it" \
  "This is all the configuration there is, and on server1 nothing is installed."
show server1 zfs set autobackup:offsite1=true "$tank"
show backup zfs create "$backup/server1"

step "First look: --test reads both sides and changes nothing" \
  "Lines with CMDSKIP are the commands that a run would give: zfs send on server1 into zfs recv here."
run --test | sed "s/zfs \(send\|recv\) [^\"')]*/$bold&$plain/g"

step "The backup, pulled by ssh: the oldest snapshot as a full stream, then the increments"
run --progress --verbose
show backup zfs list -r -o name,used,refer "$backup/server1"

step "What ZFS itself wrote down about it on the backup server"
show backup zpool history "$backup" | sed -n '1,2p; s/^[0-9-]*\.//p'

step "Work goes on at server1; the next run sends only what is new"
new_file notes 3000000
run --progress --verbose

step "Nothing happened since: the run finds nothing to do, and cron has nothing to mail"
said=$(run 2>&1)
printf '%s\n' "$said"
[[ $said != *$'\n'*$'\n'* ]] || { echo 'It said something.' >&2; exit 1; }

step "Thinning: from now on server1 keeps the last 2" \
  "The backup keeps the last 3, and one a week for a month. The newest one that both have always stays."
new_file more-notes 100000
sleep 1
run --verbose --keep-source=2 --keep-target=3,1w1m
show server1 zfs list -r -t snapshot -o name,refer "$tank"
show backup zfs list -r -t snapshot -o name,refer "$backup/server1"

step "The worst day: the report is gone at server1, and comes back from the backup" \
  "It is read out of the newest snapshot that has it, which changes nothing in the copy, and its checksum is compared."
on server1 cat "$data/report" >"$scratch/report"
show server1 rm "$data/report"
show backup zwinnow restore "${host_options[@]}" --file report --list "$backup/server1/$tank/data"
show backup zwinnow restore "${host_options[@]}" --file report --to "server1:$data" --verbose "$backup/server1/$tank/data"
on server1 cat "$data/report" | cmp - "$scratch/report"
printf '\nIt is the same as before, byte for byte: %d bytes, sha256 %s\n' \
  "$(stat -c %s "$scratch/report")" "$(on server1 sha256sum "$data/report" | cut -d' ' -f1)"

step "The whole backup on one page: lag, sizes, schedule, holds, and what a restore of the worst day takes"
page=${TMPDIR:-/tmp}/zwinnow-demo-report.html
show backup zwinnow report "${zwinnow_options[@]}" --ssh-source server1 --html /tmp/zwinnow-report.html offsite1 "$backup/server1"
on backup cat /tmp/zwinnow-report.html >"$page"
on backup rm -f /tmp/zwinnow-report.html
