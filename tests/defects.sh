#!/bin/sh
# defects.sh ROOT: has every defect in the table of docs/coverage.md a test under its name, in the scenario that the table names, and the
# other way round?
set -eu
cd "$1"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# "DEFECT<tab>SCENARIO" of each row, and of each heading.
# shellcheck disable=SC2016 # the ` are those of the table
sed -n '/^## Defects of the original$/,/^## Ours alone$/p' docs/coverage.md |
  sed -n 's/^| \(.*\) | .* | `e2e\.\([a-z_]*\)`.* |$/\1\t\2/p' | sort > "$scratch/rows"
grep -E '^# (Defect of|Kept from) the original: ' tests/e2e/scenarios/*.sh |
  sed 's,^.*/\([a-z_]*\)\.sh:# [A-Z][a-z]* [a-z]* the original: \(.*\)$,\2\t\1,' | sort > "$scratch/headings"

[ "$(wc -l < "$scratch/rows")" -gt 20 ] || { echo 'the table has hardly a row' >&2; exit 1; }
diff -u --label docs/coverage.md --label tests/e2e/scenarios "$scratch/rows" "$scratch/headings"
