#!/bin/bash
# Does docs/seeds.md have a row with a command and tests for everything that people did with the other systems, and do these tests exist?
# seeds.sh ROOT [PAGE]
set -euo pipefail
root=$1 page=${2:-$1/docs/seeds.md}
open=' Z35 Z36 Z39 Z41 H20 H21 H27 '
wrong=0
complain() {
  echo "docs/seeds.md: $*" >&2
  wrong=1
}

declare -A existing
# exists TEST: by the names of docs/coverage.md.
exists() {
  [[ -z ${existing[$1]:-} ]] || return 0
  case $1 in
    'lab '*) [[ -e $root/tests/lab/scenarios/${1#lab }.sh ]] ;;
    'service '*) [[ -x $root/tests/services/${1#service } ]] ;;
    e2e.*) [[ -e $root/tests/e2e/scenarios/${1#e2e.}.sh ]] ;;
    *.*/*)
      local room=${1%%.*} rest=${1#*.}
      grep -qs "BOOST_AUTO_TEST_SUITE(${rest%%/*})" "$root/tests/$room"/*.cpp && grep -qs "_TEST_CASE(${rest#*/}[,)]" "$root/tests/$room"/*.cpp
      ;;
    *) return 1 ;;
  esac || return 1
  existing[$1]=yes
}

check_tests() { # ID TESTS
  local rest=$2 count=0
  while [[ $rest =~ \`([^\`]*)\`(.*) ]]; do
    count=$((count + 1)) rest=${BASH_REMATCH[2]}
    exists "${BASH_REMATCH[1]}" || complain "$1: there is no test '${BASH_REMATCH[1]}'"
  done
  ((count > 0)) || complain "$1 names no test"
}

# What each row says, by its number; and how many rows have it.
declare -A whats commands tests rows
while IFS='|' read -r _ id what here shown _; do
  id=${id// }
  [[ $id =~ ^[A-Z][0-9]+$ ]] || continue
  whats[$id]=$what commands[$id]=$here tests[$id]=$shown rows[$id]=$((${rows[$id]:-0} + 1))
done <"$page"

check_row() { # ID
  [[ -n ${rows[$1]:-} ]] || { complain "$1 has no row"; return; }
  ((rows[$1] == 1)) || complain "$1 has two rows"
  if [[ $open == *" $1 "* ]]; then
    [[ ${commands[$1]}${tests[$1]} == ' open  open ' ]] || complain "$1 is one of those that are open"
    return
  fi
  [[ -n ${whats[$1]// } && -n ${commands[$1]// } ]] || complain "$1 does not say how"
  [[ ${commands[$1]} != ' open ' ]] || complain "$1 is open"
  check_tests "$1" "${tests[$1]}"
}

for system in Z:43 H:28 Q:15 A:61 B:25; do
  for ((number = 1; number <= ${system#*:}; number++)); do check_row "${system%:*}$number"; done
done
exit "$wrong"
