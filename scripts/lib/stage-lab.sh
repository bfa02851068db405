# shellcheck shell=bash disable=SC2034,SC2154
# The demo's stage in two virtual machines: `source` plays server1, `backup` itself.
lab=$root/tests/lab/lab
echo '--- Starting two virtual machines with real OpenZFS (the first time their disk is made, that takes some minutes)'
ZWINNOW_LAB=$("$lab" up)
export ZWINNOW_LAB
leave_stage() { "$lab" down; }

tank=tank backup=backup

guest_of() { [[ $1 == server1 ]] && echo source || echo backup; }
on() { "$lab" ssh "$(guest_of "$1")" "${@:2}"; }

"$lab" copy "$program" backup:/usr/local/bin/zwinnow
on server1 hostname server1
on backup sh -c 'printf "Host server1\n  HostName source\n  HostKeyAlias source\n" >>/root/.ssh/config'
ssh_options=() zwinnow_options=()
