#!/bin/bash
# What zfs says when a stream is refused, and that the advice given cures.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source zfs create -o autobackup:test=true tank/data
on backup zfs create backup/copies
pull=(backup test backup/copies --ssh-source source --keep-source=1 --keep-target=10)
copy=backup/copies/tank/data

# A quota that suffices on the source counts the longer history of the copy.
write_file source tank/data f 14000000
zw "${pull[@]}"
sleep 1
write_file source tank/data f 14000000
zw "${pull[@]}"
on source zfs set quota=36M tank/data
write_file source tank/data g 1000
sleep 1
said=$(zw "${pull[@]}")
expect_contains "$said" "NOTE: [Target] $copy: quota=37748736 comes with the stream"
write_file source tank/data g 10000000
sleep 1
zw_ends 1 backup "${pull[@]}"
expect_contains "$said" "zfs set quota=none $copy"
on backup zfs set quota=none "$copy"
zw "${pull[@]}" --no-snapshot
write_file source tank/data h 10000000
sleep 1
expect_equal "$(zw "${pull[@]}")" "" "what the next run says"

# The name of the only common snapshot is taken: to rename it cures, although it is held.
base=$(on source zfs list -H -o name -s createtxg -t snapshot tank/data | tail -n 1)
on source zfs rename "$base" tank/data@common
on source zfs snapshot "$base"
sleep 1
write_file source tank/data i 1000
zw_ends 1 backup "${pull[@]}"
cure=$(sed -n 's/.*another snapshot of the name [^ ]*: \(zfs rename .*\)$/\1/p' <<<"$said")
on backup sh -ec "$cure"
zw "${pull[@]}" --no-snapshot

# A login file that prints is named.
on source sh -c 'cp /root/.bashrc /root/.bashrc.kept 2>/dev/null || :; echo "echo Welcome" >/root/.bashrc'
zw_ends 255 backup "${pull[@]}"
on source sh -c 'rm /root/.bashrc; mv /root/.bashrc.kept /root/.bashrc 2>/dev/null || :'
expect_contains "$said" "a login file on source (.bashrc, .profile, .zshenv, .cshrc, config.fish) prints 'Welcome' on stdout"
zw "${pull[@]}"
