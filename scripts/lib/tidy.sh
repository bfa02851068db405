# shellcheck shell=bash
# clang-tidy for scripts/test. Every check looks at every file of the program, room by room as the release build compiles
# them: what it takes to look through the libraries' headers is then paid once a room. The static analyser takes by far
# the longest and is brief there: it looks at each function by itself. It goes deep in the files that differ from
# origin/main, and in all of them with --all.

analyse_briefly=(--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=mode=shallow
  --extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=ipa=none)

# Prints the program's sources that have changed since the branch left origin/main, by themselves or in a header; fails
# where that cannot be said.
changed_sources() {
  local base changed
  base=$(git merge-base HEAD origin/main 2>/dev/null) || return 1
  [[ $base != "$(git rev-parse HEAD)" ]] || return 1
  changed=$(git diff --name-only "$base" && git ls-files --others --exclude-standard) || return 1
  # A header is that of the sources that include it, by whatever way: so the compiler says who reads what.
  find thinner transport zfs selector app -name '*.cpp' | sort | while read -r source; do
    # Not grep -q, which would end before the others have written: with pipefail that is a failure.
    if g++ -std=c++20 -I. -Ibuild/release/app/generated -MM "$source" | tr -d '\\\n' | tr ' ' '\n' |
      grep -xFf <(printf '%s\n' "$changed") >/dev/null; then echo "$source"; fi
  done
}

# tidy FOLDER OPTION… <FILES: by the compile commands of that build.
tidy() {
  xargs -r -n 1 -P "$(nproc)" clang-tidy-14 -p "$1" --quiet --extra-arg=-Wno-unknown-warning-option "${@:2}"
}

# A room's file includes the room's sources, which the analyser takes for headers.
tidy_rooms() {
  jq -r '.[].file' build/release/compile_commands.json | grep -E '/(thinner|transport|zfs|selector|app)/' |
    grep -v '/tests/' | xargs -r ls -S |
    tidy build/release --checks=-bugprone-suspicious-include --extra-arg=-Xclang --extra-arg=-analyzer-opt-analyze-headers "$@"
}

# run_clang_tidy ALL: the analyser goes deep everywhere where ALL is true.
run_clang_tidy() {
  local changed
  if [[ $1 == true ]]; then
    tidy_rooms
    return
  fi
  tidy_rooms "${analyse_briefly[@]}" || return 1
  changed=$(changed_sources) || return 0
  printf 'The analyser goes deep in:\n%s\n' "$changed"
  cmake --preset release -B build/tidy -DCMAKE_UNITY_BUILD=OFF || return 1
  tidy build/tidy <<<"$changed"
}
