# shellcheck shell=bash
# Everything that matters in a pool as text that can be compared, and bringing a pool's state back; sourced by lib.sh.

# pool_state GUEST POOL…: a canonical listing: names, types, guids, all properties with their sources, holds, bookmarks.
# Guids are written as they are when they stand in the file $known_guids, else as #1, #2… in the order of names, so that
# two runs that do the same give the same text. What only measures (space, times) is left out.
pool_state() { pool_lines "$@" | canonical; }

pool_lines() {
  local guest=$1
  shift
  # shellcheck disable=SC2016 # expanded in the guest
  on "$guest" sh -ec '
    zfs list -H -p -r -t filesystem,volume,snapshot,bookmark -o name,type,guid -s name "$@"
    zfs get -H -p -r -t filesystem,volume,snapshot -o name,property,value,source all "$@" | LC_ALL=C sort
    zfs list -H -r -t snapshot -o name "$@" | tr "\n" "\0" | xargs -0 -r zfs holds -H | cut -f1,2 |
      LC_ALL=C sort | sed "s/^/hold\t/"
  ' pool_lines "$@"
}

# Guids to numbers, measurements away.
canonical() {
  awk -F '\t' -v OFS='\t' -v known="${known_guids:-/dev/null}" '
    BEGIN {
      while ((getline guid < known) > 0) name_of[guid] = guid
      measured = "^(used.*|available|referenced|logical.*|.*ratio|creation|createtxg|objsetid|written|unique|guid|" \
        "snapshots_changed|userrefs|clones)$"
    }
    NF == 3 && $1 != "hold" {
      if (!($3 in name_of)) name_of[$3] = "#" ++count
      $3 = name_of[$3]
      print
      next
    }
    NF >= 4 && $2 ~ measured { next }
    $2 == "receive_resume_token" && $3 != "-" { $3 = "(token)" }
    { print }'
}

# content_of GUEST DATASET@SNAPSHOT: checksums of what is in a snapshot: of each file, or of the volume as a whole.
content_of() {
  # shellcheck disable=SC2016 # expanded in the guest
  on "$1" sh -ec '
    if [ "$(zfs get -H -o value type "${1%@*}")" = volume ]; then
      copy=${1%%/*}/content-of-volume
      zfs clone "$1" "$copy"
      udevadm settle
      sha256sum <"/dev/zvol/$copy"
      zfs destroy "$copy"
    else
      place=$(mktemp -d)
      mount -t zfs "$1" "$place"
      (cd "$place" && find . -printf "%p %y %m %U %G %s %l\n" | LC_ALL=C sort)
      (cd "$place" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum)
      umount "$place" && rmdir "$place"
    fi' content_of "$2"
}

# --- Going back to an earlier state ---

# keep_state GUEST POOL: remembers the whole pool, guids included, until back_to_kept_state.
keep_state() {
  # shellcheck disable=SC2016
  on "$1" sh -ec '
    mkdir -p /var/lib/lab
    zpool checkpoint "$1"
    cp /etc/zfs/zpool.cache "/var/lib/lab/cache-$1"
    zfs get -H -r -t filesystem -o name,value mounted "$1" | awk -F "\t" "\$2 == \"yes\" { print \$1 }" >"/var/lib/lab/mounted-$1"
    zfs get -H -r -t filesystem -o name,source readonly "$1" | awk -F "\t" "\$2 == \"temporary\" { print \$1 }" >"/var/lib/lab/read-only-$1"
    zfs get -H -r -t filesystem,volume -o name,value keystatus "$1" | awk -F "\t" "\$2 == \"available\" { print \$1 }" >"/var/lib/lab/keys-$1"
    zfs list -H -p -r -t filesystem,volume -o name,written "$1" | awk -F "\t" "\$2 == 0 { print \$1 }" >"/var/lib/lab/unwritten-$1"
  ' keep_state "$2"
}

# back_to_kept_state GUEST POOL: the very same pool again, with the same filesystems mounted and keys loaded (keys only
# from a keylocation that is a file). Once for each keep_state.
back_to_kept_state() {
  # shellcheck disable=SC2016
  on "$1" sh -ec '
    zpool export "$1"
    # Without the cache file an import reads all disks there are, which takes half a minute.
    zpool import -N -c "/var/lib/lab/cache-$1" --rewind-to-checkpoint "$1"
    while read -r dataset; do
      [ "$(zfs get -H -o value encryptionroot "$dataset")" != "$dataset" ] || zfs load-key "$dataset"
    done <"/var/lib/lab/keys-$1"
    while IFS= read -r dataset; do
      if grep -qxF -e "$dataset" "/var/lib/lab/read-only-$1"; then zfs mount -o ro "$dataset"; else zfs mount "$dataset"; fi
    done <"/var/lib/lab/mounted-$1"
    # On OpenZFS 2.1 what is not mounted comes back with some KiB written.
    zfs list -H -p -r -t filesystem,volume -o name,written "$1" | awk -F "\t" "\$2 != 0 { print \$1 }" |
      { grep -Fx -f "/var/lib/lab/unwritten-$1" || :; } |
      while IFS= read -r dataset; do
        newest=$(zfs list -H -d 1 -t snapshot -o name -s createtxg "$dataset" | tail -n 1)
        [ -z "$newest" ] || zfs rollback "$newest"
      done
  ' back_to_kept_state "$2"
}

# same_as_script GUEST ARG…: zwinnow run on GUEST leaves the same pools as its printed script. It does the run, goes back,
# does the script, and compares both pools; what stays behind is the work of the script. Uses the time of at_time. The
# run is to end with $wanted_status, 0 unless set; what it said is in $said afterwards.
same_as_script() { same_as run_script "$@"; }

# also_as_script GUEST ARG…: the same where all is asked for (run --all), else the run alone: for plans that consist of
# steps that another scenario compares.
also_as_script() { with_all same_as_script "$@"; }

# same_as_one_job GUEST ARG…: the same, with a run that does one dataset after the other in place of the script.
same_as_one_job() { same_as run_one_job "$@"; }
also_as_one_job() { with_all same_as_one_job "$@"; }

with_all() {
  if [[ ${ZWINNOW_LAB_ALL:-} == true ]]; then "$@"; else zw_ends "${wanted_status:-0}" "${@:2}"; fi
}

run_one_job() { zw_ends "${wanted_status:-0}" "$@" --jobs 1; }

run_script() {
  local guest=$1 wanted=${wanted_status:-0} status=0 script
  shift
  script=$(zw_on "$guest" "$@" --plan=sh) || status=$?
  ((status == wanted)) || fail "the plan of 'zwinnow $*' ended with status $status instead of $wanted"
  on "$guest" sh -c 'cat >/tmp/script' <<<"$script"
  then_on "$guest" sh -e /tmp/script || {
    printf '%s\n' "$script" >&2
    fail "the script of 'zwinnow $*' failed with status $?"
  }
}

# same_as OTHER GUEST ARG…: OTHER, a function that gets the same, leaves the same pools as the run.
same_as() {
  local other=$1 run_said dir run_state other_state
  shift
  dir=$(mktemp -d)
  keep_states "$dir/guids"
  zw_ends "${wanted_status:-0}" "$@"
  run_said=$said
  run_state=$(known_guids=$dir/guids both_states)
  back_to_kept_state source tank &
  back_to_kept_state backup backup
  wait $!
  "$other" "$@"
  other_state=$(known_guids=$dir/guids both_states)
  rm -r "$dir"
  diff -u --label 'after the run' --label "after $other" <(printf '%s\n' "$run_state") <(printf '%s\n' "$other_state") >&2 ||
    fail "the run of 'zwinnow ${*:2}' and $other differ"
  said=$run_said
}

# Keeps both pools and writes all guids there are into a file.
keep_states() {
  {
    keep_state source tank
    on source zfs list -H -p -r -t all -o guid tank
  } >"$1.source" &
  {
    keep_state backup backup
    on backup zfs list -H -p -r -t all -o guid backup
  } >"$1"
  wait $!
  cat "$1.source" >>"$1"
}

# One text for both, so that a snapshot and its copy get the same number exactly when they have the same guid.
both_states() {
  local dir
  dir=$(mktemp -d)
  pool_lines source tank >"$dir/1" &
  pool_lines backup backup >"$dir/2"
  wait $!
  cat "$dir"/* | canonical
  rm -r "$dir"
}
