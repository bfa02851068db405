# How long until the first byte of a stream: at most 3 dependent rounds of commands without holds, 4 with; a round is what is started
# before anything of it has answered.
make_job tank/data tank/other
each_day 1 2 tank/data pull
each_day 1 2 tank/other pull
write source tank/data
write source tank/other
at '2026-03-03 12:00:00'
remember

# Each command takes a while, so that those of one round begin together: rounds are where the log has a gap.
mkdir "$WORK/slow"
cat > "$WORK/slow/zfs" <<'SLOW'
#!/bin/sh
echo "$(cut -d ' ' -f 1 /proc/uptime) $(basename "$0") $1" >> "$WORK/begins"
[ "$1" = send ] || [ "$1" = recv ] || sleep 0.4
exec "$FAKE_BIN/$(basename "$0")" "$@"
SLOW
chmod +x "$WORK/slow/zfs"
ln -s zfs "$WORK/slow/zpool"
rounds() { # ARG…: how many before the first send
  recall
  : > "$WORK/begins"
  PATH=$WORK/slow:$PATH pull "$@"
  expect_status 0
  grep -v recv "$WORK/begins" | sort -n | awk '/ send/ { exit } NR == 1 || $1 - last > 0.2 { rounds++ } { last = $1 } END { print rounds }'
}
with=$(rounds)
((with <= 4)) || fail "$with rounds with holds: $(cat "$WORK/begins")"
without=$(rounds --no-holds --no-thinning)
((without <= 3)) || fail "$without rounds without holds: $(cat "$WORK/begins")"
