# Streams that do not pass through zwinnow: over TCP by socat or mbuffer, and by the ssh of one host to the other. The same pools afterwards,
# the same as by the script; and what may go wrong on the way. (Here all hosts are one, with several addresses.)
make_job tank/data 'tank/my docs'
on source zfs create -V 8M tank/vol
remember fresh
# mbuffer cannot say from which of its addresses it connects: here that is always the same.
way_of_mbuffer=(--transport=mbuffer --peer-address 127.0.0.1 --buffer 2M)

# two_runs HOST ARG…: two runs and their scripts, the second incremental and with thinning.
two_runs() {
  recall fresh
  at '2026-03-01 12:00:00'
  same_as_script "$@" offsite1 backup/server1
  at '2026-03-02 12:00:00'
  write source tank/data
  write source 'tank/my docs'
  write source tank/vol
  same_as_script "$@" --keep-source=1 --keep-target=1 offsite1 backup/server1
}
two_runs backup --ssh-source source
states > "$WORK/by-ssh"
same_pools() { # HOW
  states > "$WORK/otherwise"
  diff "$WORK/by-ssh" "$WORK/otherwise" || fail "$1 leaves other pools than ssh through zwinnow"
}
through_the_middle=(middle --ssh-source root@source --ssh-target root@backup)
turn=0
for how in 'backup --ssh-source source' 'source --ssh-target backup' "${through_the_middle[*]}"; do
  for way in '--transport=tcp' "${way_of_mbuffer[*]}" '--transport=tcp --compress=gzip --rate=100M --send-pipe cat --recv-pipe cat'; do
    taken "$((turn++))" || continue
    # shellcheck disable=SC2086 # words
    two_runs $how $way
    same_pools "$way with $how"
  done
done
for direct in push pull; do
  two_runs "${through_the_middle[@]}" --direct=$direct
  same_pools "--direct=$direct"
done
expect_exists backup 'backup/server1/tank/my docs'

# --- What is said of it ---
recall fresh
at '2026-03-01 12:00:00'
pull --transport=tcp
expect_status 0
expect_equal "$(grep -c UNENCRYPTED "$WORK/out")" 1 "how often it says that nothing is encrypted"
expect_equal "$(cat "$WORK/err")" "" "what it says on stderr"
pull --transport=tcp --verbose
expect_out '  [Source] transport              : tcp to port 3000-3999 of the target'
zw_on middle backup --ssh-source source --ssh-target backup --direct=pull --verbose offsite1 backup/server1
expect_out '  [Source] transport              : ssh from the target to the source'
expect_no_out NOTE
pull --direct=push
expect_out '  NOTE: --direct has no effect'
zw_on source backup --test --transport=tcp offsite1
expect_no_out UNENCRYPTED
zw_on middle backup --test --ssh-source source --ssh-target source --transport=tcp offsite1 tank/vol
expect_out '  NOTE: Source and target are on the same host: --transport and --direct have no effect.'
expect_no_out UNENCRYPTED
recall fresh
pull --transport=tcp --test
expect_status 0
# shellcheck disable=SC2016 # as it is printed
grep -q 'CMDSKIP> (ssh .* -- source .*) tcp> (sh -c .*TCP4-LISTEN:$q.*bind=127.0.0.1.*range=127.0.0.2/32' "$WORK/out" || fail "it does not show how"
expect_unchanged fresh
ln -s "$ZWINNOW" "$WORK/zfs-autobackup"
run_program backup "$WORK/zfs-autobackup" --transport=tcp --ssh-source source offsite1 backup/server1
expect_status 2
expect_err '--transport'
expect_unchanged fresh
for bad in '--transport=udp' '--direct=both' '--port-range=5-4' '--port-range=http' '--listen-address=backup' '--peer-address=1.2.3' '--idle-timeout=soon'; do
  pull --transport=tcp "$bad"
  expect_status 255
  expect_err "${bad%%=*}"
  expect_no_commands
done
