# shellcheck shell=sh disable=SC2153  # POOL and POOL2 come from the environment
# Shared by the scenarios: POSIX sh, for the fake and for a real OpenZFS. $POOL and $POOL2 are empty pools, $WORK a scratch directory.
# A scenario's output is its transcript, which `normalise` makes comparable.

# Runs a command and shows it: "$ command", its stdout, its stderr (marked "! "), its exit code when it is not 0.
t() {
  show "$@"
  if "$@" 2> "$WORK/err" < /dev/null; then status=0; else status=$?; fi
  finish
}

# The same where ZFS gives several lines in no order: sorted.
t_sorted() {
  show "$@"
  if "$@" > "$WORK/out" 2> "$WORK/err" < /dev/null; then status=0; else status=$?; fi
  sort "$WORK/out"
  sort -o "$WORK/err" "$WORK/err"
  finish
}

# The same, stdout to $WORK/stream: for sends.
t_send() {
  show "$@"
  if "$@" > "$WORK/stream" 2> "$WORK/err" < /dev/null; then status=0; else status=$?; fi
  finish
}

# The same, stdin from $WORK/stream: for receives.
t_recv() {
  show "$@"
  if "$@" < "$WORK/stream" 2> "$WORK/err"; then status=0; else status=$?; fi
  finish
}

show() {
  line='$'
  for word in "$@"; do
    case $word in
      *' '* | '') line="$line '$word'" ;;
      *) line="$line $word" ;;
    esac
  done
  printf '%s\n' "$line"
}

# Without a process more: each costs a guest of the lab 50 ms.
finish() {
  while IFS= read -r line || [ -n "$line" ]; do
    # The text after "usage:" is long and differs between versions.
    case $line in usage:*) break ;; esac
    printf '! %s\n' "$line"
  done < "$WORK/err"
  [ "$status" = 0 ] || printf 'exit %s\n' "$status"
}

say() { printf '\n# %s\n' "$*"; }

# A silent step that must work.
must() {
  "$@" > "$WORK/out" 2> "$WORK/err" < /dev/null || { printf 'FAILED: %s\n' "$*"; cat "$WORK/err"; exit 1; }
}

# Shows a size only as zero or nonzero: how many bytes metadata takes is nobody's contract.
t_zero() {
  show zfs get -Hp -o name,property,value,source "$@"
  zfs get -Hp -o name,property,value,source "$@" 2>&1 |
    awk -F '\t' 'BEGIN { OFS = "\t" } $2 ~ /^written/ && $3 ~ /^[0-9]+$/ { $3 = $3 == 0 ? "zero" : "nonzero" } { print }'
}

# Puts BYTES of new data on a dataset.
writes=0
write() {
  writes=$((writes + 1))
  printf '# write %s\n' "$1"
  if [ -n "${FAKE_ZFS_STATE:-}" ]; then
    must zfs fakewrite "$1" "$2"
    return
  fi
  place=$(zfs get -H -o value mountpoint "$1")
  if [ "$place" = - ]; then
    udevadm settle 2> /dev/null || :
    dd if=/dev/urandom of="/dev/zvol/$1" bs="$2" count=1 seek="$writes" conv=notrunc,fsync 2> /dev/null
  else
    head -c "$2" /dev/urandom > "$place/file$writes"
  fi
  must zpool sync "${1%%/*}"
}

# Cuts the stream in $WORK/stream to half its size.
cut_stream() {
  size=$(wc -c < "$WORK/stream")
  head -c $((size / 2)) "$WORK/stream" > "$WORK/cut"
  mv "$WORK/cut" "$WORK/stream"
}

# guids, tokens, dates and sizes become names; equal guids get equal names.
normalise() {
  # How far a send is it tells once a second: whether it does depends on the machine.
  sed -e '/^! [0-9][0-9]:[0-9][0-9]:[0-9][0-9]	/d' -e "s/$POOL2/POOL2/g" -e "s/$POOL\\([^2]\\)/POOL1\\1/g" -e "s/$POOL\$/POOL1/" \
    -e 's/1-[0-9a-f]\{4,\}-[0-9a-f]*-[0-9a-f]*/TOKEN/g' \
    -e 's/[A-Z][a-z][a-z] [A-Z][a-z][a-z]  *[0-9]*  *[0-9]*:[0-9][0-9] [0-9]\{4\}/DATE/g' \
    -e 's/destination has snapshots (eg\. .*@.*)/destination has snapshots (eg. ONE)/' \
    -e 's/estimated size is .*/estimated size is SIZE/' \
    -e 's/received .* stream in .*/received SIZE stream/' \
    -e 's/\(full	.*	\)[0-9]*$/\1SIZE/' -e 's/\(incremental	.*	\)[0-9]*$/\1SIZE/' -e 's/\(size	\)[0-9]*$/\1SIZE/' \
    -e 's/^\(	object = \)0x.*/\1HEX/' -e 's/^\(	offset = \)0x.*/\1HEX/' -e 's/^\(	bytes = \)0x.*/\1HEX/' \
    -e 's/^\(	[a-z]*guid = \)0x.*/\1HEX/' |
    awk '{
      rest = $0; out = ""
      while (match(rest, /[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]+/)) {
        number = substr(rest, RSTART, RLENGTH)
        if (!(number in names)) names[number] = "GUID" (++count)
        out = out substr(rest, 1, RSTART - 1) names[number]
        rest = substr(rest, RSTART + RLENGTH)
      }
      print out rest
    }'
}

# Takes everything off both pools.
clean() {
  for pool in "$POOL" "$POOL2"; do
    zfs list -H -r -t snapshot -o userrefs,name "$pool" | sed -n 's/^[1-9][0-9]*	//p' | while IFS= read -r snap; do
      zfs holds -H "$snap" | cut -f 2 | while IFS= read -r tag; do zfs release "$tag" "$snap"; done
    done
    zfs list -H -d 1 -t filesystem,volume -o name "$pool" | while IFS= read -r name; do
      [ "$name" = "$pool" ] || zfs destroy -R -f "$name" 2> /dev/null || :
    done
    zfs list -H -d 1 -t snapshot -o name "$pool" | while IFS= read -r snap; do zfs destroy -R "$snap"; done
  done
}
