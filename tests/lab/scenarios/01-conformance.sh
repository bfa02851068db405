#!/bin/bash
# The fake ZFS of the fast tests behaves like the real one: the conformance scenarios give here, half of them on each
# guest, the transcripts that the fake is held to.
# Not on bookworm: the fake stands for OpenZFS 2.3, whose words differ.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"
conformance=$lab_here/../sim/conformance

got=$(mktemp -d)
trap 'rm -rf "$got"' EXIT

# transcribe GUEST SCENARIO…: their transcripts, to $got/transcripts.
transcribe() {
  local guest=$1
  shift
  make_pool "$guest" labone 1
  make_pool "$guest" labtwo 2
  "$lab_here/lab" copy "$conformance" "$guest:/tmp/conformance"
  on "$guest" env POOL=labone POOL2=labtwo sh /tmp/conformance/run /tmp/transcripts "$@"
  "$lab_here/lab" copy "$guest:/tmp/transcripts" "$got"
}

mapfile -t scenarios < <(cd "$conformance" && printf '%s\n' scenario_*.sh | sed 's/^scenario_//; s/\.sh$//')
half=$((${#scenarios[@]} / 2))
transcribe source "${scenarios[@]:0:half}" &
transcribe backup "${scenarios[@]:half}"
wait $!
diff -ru "$conformance/golden" "$got/transcripts" >&2 || fail "the fake and the real ZFS differ (-: fake, +: real)"
