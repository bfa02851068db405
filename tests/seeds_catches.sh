#!/bin/sh
# Does seeds.sh find what is wrong? Each time one thing is made wrong in a copy of the page.   seeds_catches.sh ROOT
set -eu
root=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# catches WHAT SED: with that change it complains, and says so.
catches() {
  sed "$2" "$root/docs/seeds.md" > "$scratch/page.md"
  ! cmp -s "$root/docs/seeds.md" "$scratch/page.md" || { echo "nothing was changed for: $1" >&2; exit 1; }
  if said=$("$root/tests/seeds.sh" "$root" "$scratch/page.md" 2>&1); then
    echo "not found: $1" >&2
    exit 1
  fi
  case $said in *"$1"*) ;; *) printf 'not said: %s, but:\n%s\n' "$1" "$said" >&2; exit 1 ;; esac
}

# shellcheck disable=SC2016 # backquotes of the page
{
catches 'Z7 has no row' '/^| Z7 /d'
catches 'A12 has two rows' '/^| A12 /p'
catches "there is no test 'e2e.nothing'" 's/`e2e.hooks`/`e2e.nothing`/'
catches "there is no test 'lab 99-nothing'" 's/`lab 10-pull`/`lab 99-nothing`/'
catches "there is no test 'app.endpoint/nothing'" 's/`app.endpoint[^`]*`/`app.endpoint\/nothing`/'
catches 'B4 names no test' '/^| B4 /s/`e2e.sync`/none/'
catches 'H9 is open' '/^| H9 /s/.*/| H9 | keep | open | open |/'
catches 'Z35 is one of those that are open' '/^| Z35 /s/open | open/`zwinnow policy` | `e2e.sync`/'
}
