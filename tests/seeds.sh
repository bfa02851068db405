#!/bin/sh
# Does docs/seeds.md have a row with a command and tests for everything that people did with the other systems, and do these tests exist?
# seeds.sh ROOT [PAGE]
set -eu
root=$1 page=${2:-$1/docs/seeds.md}
open='Z27 Z35 Z36 Z39 Z41 H20 H21 H27 Q10 Q11 B25'
wrong=0
complain() {
  echo "docs/seeds.md: $*" >&2
  wrong=1
}

# exists TEST: by the names of docs/coverage.md.
exists() {
  case $1 in
    'lab '*) [ -e "$root/tests/lab/scenarios/${1#lab }.sh" ] ;;
    e2e.*) [ -e "$root/tests/e2e/scenarios/${1#e2e.}.sh" ] ;;
    *.*/*)
      room=${1%%.*} rest=${1#*.}
      grep -qs "BOOST_AUTO_TEST_SUITE(${rest%%/*})" "$root/tests/$room"/*.cpp && grep -qs "_TEST_CASE(${rest#*/}[,)]" "$root/tests/$room"/*.cpp
      ;;
    *) return 1 ;;
  esac
}

check_tests() { # ID TESTS
  # shellcheck disable=SC2016 # backquotes of the page
  tests=$(printf '%s\n' "$2" | grep -o '`[^`]*`' | tr -d '`' || :)
  [ -n "$tests" ] || complain "$1 names no test"
  while IFS= read -r test; do
    [ -z "$test" ] || exists "$test" || complain "$1: there is no test '$test'"
  done << TESTS
$tests
TESTS
}

check_row() { # ID
  row=$(grep "^| $1 | " "$page") || { complain "$1 has no row"; return; }
  [ "$(printf '%s\n' "$row" | wc -l)" = 1 ] || complain "$1 has two rows"
  what=$(printf '%s' "$row" | cut -d '|' -f 3) here=$(printf '%s' "$row" | cut -d '|' -f 4) shown=$(printf '%s' "$row" | cut -d '|' -f 5)
  case " $open " in
    *" $1 "*) [ "$here$shown" = ' open  open ' ] || complain "$1 is one of those that are open" ;;
    *)
      if [ -z "${what# }" ] || [ -z "${here# }" ]; then complain "$1 does not say how"; fi
      [ "$here" != ' open ' ] || complain "$1 is open"
      check_tests "$1" "$shown"
      ;;
  esac
}

for system in Z:43 H:28 Q:15 A:61 B:25; do
  number=1
  while [ "$number" -le "${system#*:}" ]; do
    check_row "${system%:*}$number"
    number=$((number + 1))
  done
done
exit "$wrong"
