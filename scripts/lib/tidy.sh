# shellcheck shell=bash
# clang-tidy for scripts/test. The static analyser takes most of its time, and what it says of a file changes only with
# that file and its headers. So it looks at those that differ from origin/main, and at all files where there is nothing
# to compare with; the other checks look at all files, always.

tidy_sources() { find thinner transport selector app -name '*.cpp' | sort; }

# Prints the program's sources that have changed since the branch left origin/main, by themselves or in a header; fails
# where that cannot be said, or where the rules themselves have changed.
changed_sources() {
  local base changed
  base=$(git merge-base HEAD origin/main 2>/dev/null) || return 1
  [[ $base != "$(git rev-parse HEAD)" ]] || return 1
  changed=$(git diff --name-only "$base" && git ls-files --others --exclude-standard) || return 1
  ! grep -qE '^\.clang-tidy$|^cmake/|^scripts/lib/tidy\.sh$' <<<"$changed" || return 1
  # The release build knows which files each object was made of.
  ninja -C build/release -t deps | awk -v root="$PWD/" -v changed="$changed" '
    BEGIN { n = split(changed, names, "\n"); for (i = 1; i <= n; ++i) is_changed[root names[i]] }
    /^[^ ]/ { source = "" }
    /^ / {
      sub(/^ +/, "")
      if (source == "") source = $0
      if ($0 in is_changed) print substr(source, length(root) + 1)
    }' | sort -u | comm -12 - <(tidy_sources)
}

# tidy CHECKS <FILES: as they are compiled without precompiled headers, so that each shows that it names what it uses.
tidy() {
  xargs -r -n 2 -P "$(nproc)" clang-tidy-14 -p build/tidy --quiet --checks="$1" --extra-arg=-Wno-unknown-warning-option
}

# run_clang_tidy ALL: the analyser over all files where ALL is true.
run_clang_tidy() {
  local changed
  cmake --preset release -B build/tidy -DCMAKE_UNITY_BUILD=OFF || return 1
  if [[ $1 == true ]] || ! changed=$(changed_sources); then
    tidy_sources | tidy ''
    return
  fi
  printf 'The analyser looks at:\n%s\n' "$changed"
  local status=0
  comm -23 <(tidy_sources) <(printf '%s\n' "$changed") | tidy '-clang-analyzer-*' || status=1
  # xargs would start it once for nothing where there is no name.
  [[ -z $changed ]] || tidy '' <<<"$changed" || status=1
  return $status
}
