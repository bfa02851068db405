# `zwinnow restore --file PATH BACKUP`: files out of the newest snapshot that has them, compared, and nothing overwritten. The fake has no
# files: a fake mount shows prepared folders, one for each snapshot.
mkdir -p "$WORK/bin" "$WORK/trees" "$WORK/out-dir"
cat > "$WORK/bin/mount" << 'EOF'
#!/bin/sh
# mount -t zfs -o ro SNAPSHOT DIR
[ "$1 $2 $3 $4" = "-t zfs -o ro" ] || exit 2
echo "$FAKE_ZFS_HOST $5" >> "$WORK/mounts"
tree="$WORK/trees/$(echo "$5" | tr '/@' '__')"
[ -d "$tree" ] || { echo "mount: $5: no luck" >&2; exit 32; }
rmdir "$6" && ln -s "$tree" "$6"
EOF
cat > "$WORK/bin/umount" << 'EOF'
#!/bin/sh
rm "$1" && mkdir "$1"
EOF
chmod +x "$WORK/bin/mount" "$WORK/bin/umount"
export PATH=$WORK/bin:$PATH

on source zfs create tank/home
on source zfs create tank/home/anna
tree() { mkdir -p "$WORK/trees/backup_home${2:+_$2}_$1"; echo "$WORK/trees/backup_home${2:+_$2}_$1"; }
for day in 1 2 3; do
  write source tank/home
  write source tank/home/anna
  at "2026-03-0$day 12:00:00"
  zw sync source:tank/home backup/home -S --snapshot-format "d%Y%m%d" --utc
  expect_status 0
  echo "report of day $day" > "$(tree "d2026030$day" anna)/report"
  mkdir -p "$(tree "d2026030$day" anna)/papers/old"
  echo "paper $day" > "$(tree "d2026030$day" anna)/papers/old/one"
  ln -sf one "$(tree "d2026030$day" anna)/papers/old/link"
  echo x > "$(tree "d2026030$day")/motd"
done
rm "$(tree d20260303 anna)/report"
cd "$WORK/out-dir" || fail "no folder"
: > "$WORK/mounts"

# The newest snapshot that has it, into the folder one is in; the dataset that it is in is found.
zw restore --file anna/report backup/home -v
expect_status 0
expect_equal "$(cat report)" 'report of day 2' "the newest that has it"
expect_out 'backup/home/anna@d20260302'
expect_equal "$(find "$WORK" -maxdepth 1 -name 'zwinnow-restore*')" '' "what is left mounted"
expect_equal "$(ls -A)" report "what is left here"

# Nothing is overwritten unasked.
echo mine > report
zw restore --file anna/report backup/home
expect_status 1
expect_err 'is there already: --overwrite replaces it'
expect_equal "$(cat report) $(ls -A)" 'mine report' "what was there"
zw restore --file anna/report backup/home --overwrite
expect_status 0
expect_equal "$(cat report)" 'report of day 2' "overwritten"

# By the path that it had, at a time, into another folder, from another host; a folder with all in it.
mkdir to
zw_on source restore --file /tank/home/anna/report --at '2026-03-01 18:00' --to to backup:backup/home
expect_status 0
expect_equal "$(cat to/report)" 'report of day 1' "at a time"
zw restore -f anna/papers -f motd backup/home --to to
expect_status 0
expect_equal "$(cat to/papers/old/one) $(readlink to/papers/old/link) $(cat to/motd)" 'paper 3 one x' "a folder"

# To another host than this.
mkdir there
zw restore --file anna/report --to "source:$PWD/there" backup/home
expect_status 0
expect_equal "$(cat there/report)" 'report of day 2' "on another host"
rm -r there

# The versions.
zw restore --file anna/report --list backup/home
expect_status 0
expect_equal "$(sed 's/^.*  backup/backup/' "$WORK/out")" $'backup/home/anna@d20260302  16 bytes\nbackup/home/anna@d20260301  16 bytes' "the versions"

# A dry run changes nothing.
zw restore --file motd --test backup/home
expect_status 0
[[ ! -e motd ]] || fail "a dry run restored it"

# What cannot be.
zw restore --file anna/nothing backup/home
expect_status 1
expect_err 'no snapshot of backup/home/anna has nothing'
zw restore --file ../etc/passwd backup/home
expect_status 1
expect_err 'without ..'
zw restore --file /etc/passwd backup/home
expect_status 1
expect_err 'was mounted at /tank/home'
zw restore --file motd --at yesterday backup/home
expect_status 255
zw restore --file motd backup/home tank/home
expect_status 255
zw restore --list backup/home tank/home
expect_status 255
zw restore --file motd --plan=sh backup/home
expect_status 255

# What arrives is not what was sent: thrown away, and said.
cat > "$WORK/bin/tar" << 'EOF'
#!/bin/sh
case $3 in -cf) cd "$2" && echo changed > "$WORK/changed" && exec /usr/bin/tar -C "$WORK" --transform "s/changed/motd/" -cf - changed ;; esac
exec /usr/bin/tar "$@"
EOF
chmod +x "$WORK/bin/tar"
zw restore --file motd backup/home
expect_status 1
expect_err 'so it was thrown away'
expect_equal "$(ls -A)" $'report\nto' "what is left of it"
cd /
