#!/bin/bash
# The lab's comparison of pools: a kept state comes back exactly, guids, holds and mounts included, and the listing sees
# every kind of difference that counts.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o compression=off tank/files
on source zfs create -o canmount=off tank/unmounted
write_file source tank/files first 100000
on source zfs snapshot -r tank@one
on source zfs hold kept tank/files@one
on source zfs bookmark tank/files@one tank/files#mark
before=$(pool_state source tank)
content=$(content_of source tank/files@one)
guids=$(on source zfs list -H -p -r -t all -o guid tank)

# differs WHAT: the state is another one now.
differs() { [[ $(pool_state source tank) != "$before" ]] || fail "the listing does not see $1"; }

# A change, the command that undoes it, and the listing in between.
on source zfs hold other tank/files@one
differs "a hold"
on source zfs release other tank/files@one
on source zfs set user:prop=x tank/files
differs "a property"
on source zfs inherit user:prop tank/files
on source zfs unmount tank/files
differs "an unmounted filesystem"
on source zfs mount tank/files
on source zfs bookmark tank/files@one tank/files#second
differs "a bookmark"
on source zfs destroy tank/files#second
expect_equal "$(pool_state source tank)" "$before" "the state after undoing all changes"

keep_state source tank
write_file source tank/files second 100000
on source zfs snapshot -r tank@two
differs "a snapshot"
on source zfs release kept tank/files@one
on source zfs destroy -r tank/files
back_to_kept_state source tank
expect_equal "$(pool_state source tank)" "$before" "the state after going back"
expect_equal "$(content_of source tank/files@one)" "$content" "the content after going back"
expect_equal "$(on source zfs list -H -p -r -t all -o guid tank)" "$guids" "the list of guids after going back"

# The same work done twice from the same state gives the same text, though the guids of what it makes differ.
work() {
  on source zfs snapshot -r tank@three
  on source zfs hold new tank/files@three
}
on source zfs list -H -p -r -t all -o guid tank >"${TMPDIR:-/tmp}/known.$$"
known_guids=${TMPDIR:-/tmp}/known.$$
keep_state source tank
work
once=$(pool_state source tank)
back_to_kept_state source tank
work
expect_equal "$(pool_state source tank)" "$once" "the state after doing the same work again"
expect_contains "$once" "tank/files@three	snapshot	#"
rm "$known_guids"
