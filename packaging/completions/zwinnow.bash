# Completion of zwinnow's command lines in bash. The program itself knows what can come next.

_zwinnow() {
  local line=${COMP_LINE:0:COMP_POINT} words=() lines=() word typed stays
  read -ra words <<<"$line"
  [[ $line != *[[:space:]] ]] || words+=('')
  typed=${words[-1]}
  # bash takes a : or = for the end of a word, and replaces what follows it.
  stays=${typed%"${typed##*[:=]}"}
  mapfile -t lines < <(zwinnow __complete "${words[@]}" 2>/dev/null)
  COMPREPLY=()
  for line in "${lines[@]}"; do
    word=${line%%$'\t'*}
    if [[ $line == :files ]]; then
      mapfile -O "${#COMPREPLY[@]}" -t COMPREPLY < <(compgen -f -- "${typed#"$stays"}")
      compopt -o filenames 2>/dev/null
    elif [[ $word == "$typed"* ]]; then
      COMPREPLY+=("${word#"$stays"}")
      [[ $word != *: ]] || compopt -o nospace 2>/dev/null
    fi
  done
}
complete -F _zwinnow zwinnow zfs-autobackup zfs-check zfs-auto-snapshot syncoid zelta zmatch zpull zsync
