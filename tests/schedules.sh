#!/bin/sh
# schedules.sh ROOT ZWINNOW [take]: each `zwinnow simulate` command in docs/choosing-a-schedule.md works, and draws the picture of the docs that it names.
# With `take` the pictures are taken as they come out.
set -eu
cd "$1"
zwinnow=$2 take=${3:-}
page=docs/choosing-a-schedule.md
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
  echo "$page: $*" >&2
  exit 1
}

grep '^zwinnow simulate ' "$page" >"$scratch/commands"
while read -r _ words; do
  picture=$(expr "$words" : '.*--svg \(docs/[^ ]*\)') || picture=
  made=$scratch/picture.svg
  # shellcheck disable=SC2086 # words
  words=$(echo "$words" | sed -e "s|--svg [^ ]*|--svg $made|" -e "s|--html [^ ]*|--html $scratch/page.html|")
  # shellcheck disable=SC2086 # words
  TZ=UTC "$zwinnow" $words >"$scratch/out" </dev/null || fail "this fails: zwinnow $words"
  [ -z "$picture" ] || [ -z "$take" ] || cp "$made" "$picture"
  [ -z "$picture" ] || cmp "$made" "$picture" || fail "$picture is not what its command draws; $0 $1 $2 take"
done <"$scratch/commands"

# Each picture on the page is drawn by a command on it.
sed -n 's/.*(\(schedule-[^)]*\.svg\)).*/\1/p' "$page" >"$scratch/pictures"
while read -r picture; do
  grep -q -e "--svg docs/$picture" "$scratch/commands" || fail "no command draws $picture"
done <"$scratch/pictures"
[ "$(wc -l <"$scratch/commands")" -ge 4 ] || fail "it has too few commands"
