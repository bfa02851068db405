# shellcheck shell=bash disable=SC2034
# What the benches of whole runs share: one job, the same job by hand with plain commands one after the other, and rounds that alternate
# the two. Sourced; it wants
#   $work         a scratch directory
#   $job          the backup name
#   $source_root  the dataset that is backed up with all below it
#   $target_path  where to, in another pool
#   at_source     a function that runs a command where the source is; the target is here
#   $listings     one: source and target are on one host, so that one command can read both; two: they are not
#   $program      zwinnow, and zwinnow() runs its backup with further options
# All of these datasets carry the tag and the names that zwinnow gives, so either can go on where the other stopped.
set -euo pipefail
: "${work:?}" "${job:?}" "${source_root:?}" "${target_path:?}" "${listings:?}" "${program:?}"
export LC_ALL=C
target_root=$target_path/$source_root
tag=zfs_autobackup:$job
datasets=() # of the source, parents first
took=0      # microseconds of the last run

die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# What the command that failed had said, and nothing is left behind. For a trap on EXIT.
clean_up() {
  local status=$?
  ((status == 0)) || { [[ ! -s $work/said ]] || tail -n 20 "$work/said" >&2; echo "${0##*/}: failed with status $status" >&2; }
  rm -rf "$work"
}

# --- The job ---

# make_tree COUNT: that many selected datasets, and a place for them. Both pools are there.
make_tree() {
  local i root=$source_root
  datasets=("$root")
  [[ $root != */* ]] || at_source zfs create "$root"
  for ((i = 1; i < $1; i++)); do datasets+=("$root/d$((1000 + i))"); done
  for ((i = 1; i < $1; i++)); do at_source zfs create "${datasets[i]}"; done
  at_source zfs set "autobackup:$job=true" "$root"
  # As on a backup server, where copies are not in use: what is not mounted is not written to either.
  zfs create -o canmount=off -o mountpoint=none "$target_path"
}

# Something new in each dataset, on disk, and a second that no snapshot is named after yet.
change_all() {
  local dataset
  if [[ -n ${FAKE_ZFS_STATE:-} ]]; then
    for dataset in "${datasets[@]}"; do at_source zfs fakewrite "$dataset" 20000; done
  else
    for dataset in "${datasets[@]}"; do head -c 65536 /dev/urandom >"/$dataset/file"; done
    zpool sync
  fi
  sleep 1.1
}

# --- The same by hand ---

# Everything that decides: what is selected, what has changed, what is there on both sides. Sets $old.
plain_look() {
  local properties=type,guid,written,origin,encryptionroot,keystatus,canmount,mountpoint,receive_resume_token,autobackup:$job
  if [[ $listings == one ]]; then
    zfs get -Hpr -t filesystem,volume -o name,property,value,source "$properties" "$source_root" "$target_path" >"$work/datasets"
  else
    at_source zfs get -Hpr -t filesystem,volume -o name,property,value,source "$properties" "$source_root" >"$work/datasets"
    zfs get -Hpr -t filesystem,volume -o name,property,value,source "$properties" "$target_path" >"$work/copies"
  fi
  at_source zfs list -Hpr -t snapshot,bookmark -o name,guid,createtxg,numclones -s name "$source_root" >"$work/snapshots"
  zfs list -Hpr -t snapshot -o name,guid,createtxg,numclones -s name "$target_path" >"$work/copied"
  old=$(sed -n "s,^$source_root@\([^\t]*\).*,\1,p" "$work/snapshots" | tail -n 1)
}

plain_backup() {
  local new dataset
  plain_look
  new=$job-$(date +%Y%m%d%H%M%S)
  at_source zfs snapshot -r "$source_root@$new"
  for dataset in "${datasets[@]}"; do
    plain_stream "$old" "$dataset@$new" "$target_path/$dataset"
  done
  plain_proof "$new"
  at_source zfs hold -r "$tag" "$source_root@$new"
  zfs hold -r "$tag" "$target_root@$new"
  at_source zfs release -r "$tag" "$source_root@$old"
  zfs release -r "$tag" "$target_root@$old"
}

# A first run, with mounts: zfs receive mounts by itself.
plain_first() {
  local new dataset
  plain_look
  new=$job-$(date +%Y%m%d%H%M%S)
  at_source zfs snapshot -r "$source_root@$new"
  [[ $source_root != */* ]] || zfs create -p -o canmount=off "${target_root%/*}"
  for dataset in "${datasets[@]}"; do
    at_source zfs send -p "$dataset@$new" | zfs receive -x sharenfs -x sharesmb -o readonly=on "$target_path/$dataset"
  done
  plain_proof "$new"
  at_source zfs hold -r "$tag" "$source_root@$new"
  zfs hold -r "$tag" "$target_root@$new"
}

plain_stream() { at_source zfs send -p -i "@$1" "$2" | zfs receive -u "$3"; }

# Each of the new guids is there on both sides.
plain_proof() {
  local sources=("${datasets[@]/%/@$1}") copies
  copies=("${sources[@]/#/$target_path/}")
  if [[ $listings == one ]]; then
    zfs list -Hp -t snapshot -o name,guid "${sources[@]}" "${copies[@]}" >"$work/guids"
  else
    at_source zfs list -Hp -t snapshot -o name,guid "${sources[@]}" >"$work/guids"
    zfs list -Hp -t snapshot -o name,guid "${copies[@]}" >>"$work/guids"
  fi
  awk -F '\t' -v wanted="${#datasets[@]}" '
    { seen[$2]++ }
    END { for (guid in seen) both += seen[guid] == 2; exit both != wanted }' "$work/guids"
}

# --- What is there afterwards ---

# As text: all snapshots of both sides with their holds, and all properties that are set. Names of snapshots and guids are numbers in order of
# appearance, so that two runs that do the same give the same text, and a copy has the number of its source.
state() {
  {
    at_source zfs list -Hpr -t snapshot -o name,guid,userrefs -s name "$source_root"
    zfs list -Hpr -t snapshot -o name,guid,userrefs -s name "$target_path"
    at_source zfs get -Hpr -t filesystem,volume -s local,received -o name,property,value,source all "$source_root"
    # The record of its source is what only zwinnow writes.
    zfs get -Hpr -t filesystem,volume -s local,received -o name,property,value,source all "$target_path" | sed '/\tzwinnow:source\t/d'
  } | awk -F '\t' -v OFS='\t' '
    NF == 3 {
      split($1, part, "@")
      if (!(part[2] in name)) name[part[2]] = ++names
      if (!($2 in guid)) guid[$2] = ++guids
      print part[1], "@" name[part[2]], "#" guid[$2], $3
      next
    }
    { print }'
}

# forget SNAPSHOT: leaves one of each dataset on both sides, held: where each round begins.
forget() {
  at_source zfs destroy -r "$source_root@$1"
  zfs destroy -r "$target_root@$1"
}

# No snapshot is left, no copy, and there is a directory to mount them on.
start_anew() {
  local snapshot top=$target_path/${source_root%%/*}
  snapshot=$(newest)
  [[ -z $snapshot ]] || { at_source zfs release -r "$tag" "$source_root@$snapshot"; at_source zfs destroy -r "$source_root@$snapshot"; }
  [[ -z $snapshot ]] || ! zfs list "$top" >"$work/said" 2>&1 || { zfs release -r "$tag" "$target_root@$snapshot"; zfs destroy -r "$top"; }
  zfs set "mountpoint=/$target_path" "$target_path"
  mkdir -p "/$target_root"
  sleep 1.1
}
expect_mounts() {
  [[ $(zfs list -H -r -o mounted "$target_root" | sort | uniq -c | xargs) == "${#datasets[@]} yes" ]] || die "$who left copies unmounted"
}

newest() { at_source zfs list -H -d 1 -t snapshot -o name -s createtxg "$source_root" | tail -n 1 | sed 's/.*@//'; }

# --- Measuring ---

# timed CMD…: sets $took. Not to be called where errexit is off.
timed() {
  local began=${EPOCHREALTIME/./}
  "$@" >"$work/said" 2>&1 </dev/null
  took=$((${EPOCHREALTIME/./} - began))
}

# counted CMD…: runs it with a zfs and a zpool in front that write down that they were called; sets $count.
counted() {
  local name real
  mkdir -p "$work/counting"
  for name in zfs zpool; do
    real=$(type -P "$name")
    printf '#!/bin/sh\necho >>%q\nexec %q "$@"\n' "$work/count" "$real" >"$work/counting/$name"
    chmod +x "$work/counting/$name"
  done
  : >"$work/count"
  PATH=$work/counting:$PATH timed "$@"
  hash -r
  count=$(wc -l <"$work/count")
}

# Sets $ways to those of the named ways of running zwinnow that it knows: default, or a number of --jobs.
choose_ways() {
  ways=("$@")
  [[ $("$program" backup --help) == *--jobs* ]] || ways=(default)
}

# compare KIND ROUNDS WAY…: by hand and each way of zwinnow, ROUNDS times in turn. KIND is changed (something in each dataset), nothing, or first. A first
# round is not timed: it counts the commands, into $commands[WHO]. The others write their microseconds to $work/took.WHO, where WHO is hand or a way.
declare -A commands=()
compare() {
  local kind=$1 rounds=$2 all=(hand "${@:3}") round i who
  rm -f "$work"/took.*
  for who in "${all[@]}"; do
    once counted
    commands[$who]=$count
    [[ $who != hand ]] || wanted=$left
    expect_wanted
  done
  for ((round = 0; round < rounds; round++)); do
    for ((i = 0; i < ${#all[@]}; i++)); do
      who=${all[(i + round) % ${#all[@]}]}
      once timed
      expect_wanted
      echo "$took" >>"$work/took.$who"
      after_run
    done
  done
}
after_run() { :; }

# once MEASURE: one run by $who of $kind, from the same beginning as all others; what it leaves is in $left.
once() {
  local before
  [[ $kind != changed ]] || { change_all; before=$(newest); }
  [[ $kind != first ]] || start_anew
  "$1" by "$who"
  left=$(state)
  [[ $kind != first ]] || expect_mounts
  [[ $kind != changed ]] || forget "$before"
}

# by WHO: with the round trip of $delay seconds on the fake ssh, where that is set. Everything else is done without.
by() {
  local -x FAKE_SSH_DELAY=${delay:-}
  case $1-$kind in
    hand-changed) plain_backup; leave_source ;;
    hand-nothing) plain_look; leave_source ;;
    hand-first) plain_first ;;
    default-*) zwinnow ;;
    *) zwinnow --jobs "$1" ;;
  esac
}
leave_source() { :; }

expect_wanted() {
  diff <(printf '%s\n' "$wanted") <(printf '%s\n' "$left") >"$work/said" || die "$who left other pools than the plain commands"
}

# ratios WAY [WHAT]: those of each round, to the run by hand.
ratios() { paste "$work/${2:-took}.$1" "$work/${2:-took}.hand" | awk '{ print $1 / $2 }'; }

# ratio_of_fastest WAY [WHAT]: of all rounds, to the fastest by hand: what other work on the machine disturbs least.
ratio_of_fastest() {
  awk -v a="$(sort -n "$work/${2:-took}.$1" | head -n 1)" -v b="$(sort -n "$work/${2:-took}.hand" | head -n 1)" 'BEGIN { printf "%.2f", a / b }'
}

# Of the numbers on stdin: "median (least–most)".
summary() {
  sort -g | awk '
    { n[NR] = $1 }
    END { printf "%.2f (%.2f–%.2f)", (n[int((NR + 1) / 2)] + n[int(NR / 2) + 1]) / 2, n[1], n[NR] }'
}
