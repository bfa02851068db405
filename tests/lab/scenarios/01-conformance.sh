#!/bin/bash
# The fake ZFS of the fast tests behaves like the real one: the conformance scenarios give here the transcripts that the
# fake is held to.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"
conformance=$lab_here/../sim/conformance

version=$(on source zfs version | head -n 1)
[[ $version == zfs-2.3.* ]] || skip "the golden transcripts have the words of OpenZFS 2.3, here is $version"
make_pool source labone 1
make_pool source labtwo 2
"$lab_here/lab" copy "$conformance" source:/tmp/conformance
on source env POOL=labone POOL2=labtwo sh /tmp/conformance/run /tmp/transcripts
got=$(mktemp -d)
trap 'rm -rf "$got"' EXIT
"$lab_here/lab" copy source:/tmp/transcripts "$got"
diff -ru "$conformance/golden" "$got/transcripts" >&2 || fail "the fake and the real ZFS differ (-: fake, +: real)"
