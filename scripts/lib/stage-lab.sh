# shellcheck shell=bash disable=SC2034,SC2154
# The demo's stage in two virtual machines: `source` plays server1, `backup` itself.
# Not with User Mode Linux: its kernel would take longer to build than its one boot saves.
lab=$root/tests/lab/lab
tank=tank backup=backup
host_options=() zwinnow_options=()
export ZWINNOW_LAB_ENGINE=${ZWINNOW_LAB_ENGINE:-kvm tcg}

prepare_stage() {
  # shellcheck disable=SC2086 # words
  need_packages $lab_packages
  setsid "$lab" prepare >"$scratch/lab.log" 2>&1 </dev/null &
  preparing=$!
}

enter_stage() {
  echo '--- Starting two virtual machines with real OpenZFS'
  wait "$preparing" || { cat "$scratch/lab.log" >&2; return 1; }
  preparing=''
  ZWINNOW_LAB=$("$lab" up)
  export ZWINNOW_LAB
  if [[ -n $package ]]; then
    "$lab" copy "$package" backup:/root/zwinnow.deb
    on backup dpkg -i /root/zwinnow.deb
  else
    "$lab" copy "$program" backup:/usr/local/bin/zwinnow
  fi
  on server1 hostname server1
  on backup sh -c 'printf "Host server1\n  HostName source\n  HostKeyAlias source\n" >>/root/.ssh/config'
}

leave_stage() {
  [[ -z ${preparing:-} ]] || { kill -- "-$preparing" && wait "$preparing"; } 2>/dev/null || :
  [[ -z ${ZWINNOW_LAB:-} ]] || "$lab" down
}

guest_of() { [[ $1 == server1 ]] && echo source || echo backup; }
on() { "$lab" ssh "$(guest_of "$1")" "${@:2}"; }
