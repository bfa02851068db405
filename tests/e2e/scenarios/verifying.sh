# zwinnow verify: what is in the copies against what is in the sources. The fake has no files: a fake mount shows prepared folders.
make_job tank/data 'tank/my docs' tank/locked
trees=$WORK/trees
mkdir -p "$WORK/bin"
cat > "$WORK/bin/mount" << 'EOF'
#!/bin/sh
[ "$1 $2" = '-t zfs' ] && [ $# = 4 ] || exit 64
zfs list "$3" > /dev/null || exit 1
[ ! -e "$WORK/mount-fails" ] || { echo "mount: $4: no luck" >&2; exit 32; }
echo "$FAKE_ZFS_HOST $3" >> "$WORK/mounts"
cp -a "$WORK/trees/$FAKE_ZFS_HOST/$(echo "${3%@*}" | tr / +)/." "$4"
EOF
cat > "$WORK/bin/umount" << 'EOF'
#!/bin/sh
echo "$FAKE_ZFS_HOST umount" >> "$WORK/mounts"
case $1 in "$WORK"/*) find "$1" -mindepth 1 -delete ;; *) exit 64 ;; esac
EOF
chmod +x "$WORK/bin/mount" "$WORK/bin/umount"
export PATH=$WORK/bin:$PATH

for dataset in tank tank+data 'tank+my docs' tank+locked tank+disk; do mkdir -p "$trees/source/$dataset"; done
folder=$trees/source/tank+data
odd=$'new\nline \\n\t\'"$(touch x)`'
printf 'hello' > "$folder/a file"
printf 'odd' > "$folder/$odd"
printf 'x' > "$folder/-rf"
ln -s $'where\never' "$folder/link"
mkdir "$folder/sub"
mkfifo "$folder/sub/pipe"
for n in $(seq 40); do printf '%s' "$n" > "$folder/sub/$n"; done
printf 'doc' > "$trees/source/tank+my docs/doc"
copy_trees() {
  local tree
  rm -rf "${trees:?}/backup"
  mkdir "$trees/backup"
  for tree in "$trees/source"/*; do cp -a "$tree" "$trees/backup/backup+server1+${tree##*/}"; done
}
copy_trees
copy=$trees/backup/backup+server1+tank+data

verify() {
  : > "$WORK/mounts"
  zw verify --ssh-source source "$@" offsite1 backup/server1
}
folders_left() { find "$WORK" -maxdepth 1 -name 'zwinnow-verify-*'; }
nothing_is_left() {
  expect_equal "$(folders_left)" '' "folders left behind"
  for host in source backup; do
    expect_equal "$(on "$host" zfs list -H -o name -t filesystem,volume | grep zwinnow || :)" '' "clones left behind on $host"
  done
}

# No copies yet.
verify
expect_status 4
expect_err '! [Target] backup/server1/tank/data: FAILED: not verified: there is no copy of tank/data yet'
expect_err '! 4 dataset(s) failed!'

at '2026-03-01 12:00:00'
pull
expect_status 0

# A dry run shows, and mounts nothing.
remember
verify --test
expect_status 0
expect_out "  [Target] backup/server1/tank/data@$(days 1): Verifying..."
expect_out "# [Source] on source: CMDSKIP> sh -c \"\$FILESYSTEM\" zwinnow-verify 'tank/my docs@$(days 1)' 100 zwinnow-verify-"
# shellcheck disable=SC2016 # as it is shown
expect_out '#   said=$(mount "$type" zfs "$snapshot" "$folder/tree"'
expect_out '  NOTE: TEST MODE - DID NOT VERIFY ANYTHING!'
expect_no_out 'All datasets verified ok'
expect_equal "$(cat "$WORK/mounts")" '' "mounts"
expect_unchanged

# All equal.
verify
expect_status 0
expect_quiet
verify --verbose --jobs 3
expect_status 0
expect_out "  [Target] backup/server1/tank/my docs@$(days 1): Verifying..."
expect_out "  [Target] backup/server1/tank/data@$(days 1): Ok, the same as tank/data@$(days 1) (43 of 43 files hashed)"
expect_out '  #### All datasets verified ok'
expect_equal "$(grep -vc umount "$WORK/mounts")" 8 "mounts"
expect_unchanged
nothing_is_left
zw_on source verify --ssh-target backup offsite1 backup/server1
expect_status 0
for shell in csh fish bash; do
  command -v "$shell" > /dev/null || continue
  FAKE_LOGIN_SHELL=$shell verify
  expect_status 0
  expect_quiet
done

# A part of the files, the same on both sides and each time.
verify --verbose --sample 30%
expect_status 0
sampled=$(sed -n 's/.*tank\/data@.*(\([0-9]*\) of 43 files hashed)/\1/p' "$WORK/out")
((sampled > 5 && sampled < 25)) || fail "$sampled files make 30% of 43"

# All that can differ is seen, with names that cannot harm the line.
printf 'hellO' > "$copy/a file"
printf 'odd!' > "$copy/$odd"
ln -sfn elsewhere "$copy/link"
chmod 600 "$copy/-rf"
rm "$copy/sub/pipe" "$copy/sub/7"
mkdir "$copy/sub/7"
printf x > "$copy/more"
verify
expect_status 1
expect_err '! [Target] backup/server1/tank/data: FAILED: 7 differences'
expect_err '!   ./a file: content differs'
# shellcheck disable=SC2016 # as it is
expect_err '!   ./new\nline \\n\t'"'"'"$(touch x)`: size 3 on the source, 4 on the target'
expect_err "!   ./link: points to 'where\\never' on the source, 'elsewhere' on the target"
expect_err '!   ./-rf: mode 644 on the source, 600 on the target'
expect_err '!   ./sub/pipe: only on the source'
expect_err '!   ./sub/7: a file on the source, a folder on the target'
expect_err '!   ./more: only on the target'
expect_err '! 1 dataset(s) failed!'
nothing_is_left
for n in $(seq 10 25); do printf yy > "$copy/sub/$n"; done
for n in $(seq 26 30); do printf yyy > "$copy/sub/$n"; done
verify
expect_err '!   and 18 more'
copy_trees

# The newest common one, by guid, or what is left of them to choose from.
at '2026-03-02 12:00:00'
write source tank/data
pull
on source zfs snapshot tank/data@newer
on backup zfs snapshot backup/server1/tank/data@newer
verify --verbose
expect_out "  [Target] backup/server1/tank/data@$(days 2): Verifying..."
verify --verbose --exclude-snapshot-pattern "$(days 2)"
expect_out "  [Target] backup/server1/tank/data@$(days 1): Verifying..."
verify --snapshot-format '{}_%Y%m%d%H%M%S'
expect_status 4
expect_err '! [Target] backup/server1/tank/data: FAILED: not verified: it has no snapshot in common with tank/data'

# What cannot be looked at is counted; the others are verified.
touch "$WORK/mount-fails"
verify
expect_status 4
expect_err "! [Target] backup/server1/tank/data: FAILED: not verified: [Source] cannot mount tank/data@$(days 2): "
rm "$WORK/mount-fails"
nothing_is_left
FAKE_SSH_FAIL='source:255:ssh: connect to host source port 22: Connection refused' verify
expect_status 255
cat > "$WORK/bin/sha256sum" << 'EOF'
#!/bin/sh
case $* in *'a file'*) echo 'sha256sum: a file: Input/output error' >&2; exit 1 ;; esac
exec /usr/bin/sha256sum "$@"
EOF
chmod +x "$WORK/bin/sha256sum"
verify
expect_status 1
expect_err '!   43 files cannot be read on the source'
expect_err '!   [Target] sha256sum: a file: Input/output error'
rm "$WORK/bin/sha256sum"

# A key that is not loaded.
on source zfs create -o encryption=on -o keyformat=passphrase -o keylocation=file:///key tank/secret
at '2026-03-03 12:00:00'
write source tank/secret
pull
verify --verbose
expect_status 1
expect_err '! [Target] backup/server1/tank/secret: FAILED: not verified: its key is not loaded on the target; there: zfs load-key backup/server1/tank/secret'
expect_out "  [Target] backup/server1/tank/data@$(days 2): Ok,"
on source zfs set autobackup:offsite1=false tank/secret

# Volumes are cloned beside them. There is no device for one here: it is waited for, told, and the clone is gone.
on source zfs set autobackup:local=true tank
on source zfs create -V 1000000 tank/disk
at '2026-03-04 12:00:00'
write source tank/disk
pull
verify
expect_status 1
expect_err '! [Target] backup/server1/tank/disk: FAILED: not verified: [Source] cannot read tank/zwinnow-verify-'
expect_ran source 'zfs clone .*readonly=on.*autobackup:offsite1=false.*autobackup:local=false.*volmode=dev.* tank/zwinnow-verify-[0-9a-f]*-disk$'
expect_ran backup 'zfs clone .*readonly=on.* backup/server1/tank/zwinnow-verify-[0-9a-f]*-disk$'
expect_equal "$(commands source 'zfs destroy tank/zwinnow-verify-')" 1 "destroys"
nothing_is_left
on source zfs set autobackup:offsite1=false tank/disk

# Ended by Ctrl-C, or killed outright; a far side that no signal reaches notices that nobody reads any more.
cat > "$WORK/bin/sha256sum" << 'EOF'
#!/bin/sh
touch "$WORK/hashing.$FAKE_ZFS_HOST"
exec sleep 60
EOF
cat > "$WORK/far-shell" << 'EOF'
#!/bin/sh
exec 3<&0 # a long command comes on stdin, which "&" alone would take away
setsid sh "$@" <&3 3<&- &
wait
EOF
chmod +x "$WORK/bin/sha256sum" "$WORK/far-shell"
start_hashing() {
  rm -f "$WORK"/hashing.*
  FAKE_LOGIN_SHELL=$1 start_zw backup verify --ssh-source source offsite1 backup/server1
  eventually test -e "$WORK/hashing.backup"
  eventually test -e "$WORK/hashing.source"
}
for far in sh "$WORK/far-shell"; do
  start_hashing "$far"
  kill -INT "$started"
  finish
  expect_status 255
  expect_err '! Aborted'
  expect_no_err 'cannot clear away'
  nothing_is_left
done
start_hashing "$WORK/far-shell"
kill -KILL "$started"
finish
all_is_cleared_away() { [[ -z $(folders_left) ]]; }
eventually all_is_cleared_away
rm "$WORK/bin/sha256sum"

# Wrong input.
remember
zw verify offsite1
expect_status 255
expect_err 'Please specify TARGET-PATH'
for bad in --sample=0 --sample=101% --sample=x --jobs=0; do
  verify "$bad"
  expect_status 255
  expect_equal "$(wc -l < "$WORK/err")" 1 "lines on stderr"
done
zw verify --ssh-source source nosuch backup/server1
expect_refusal 'No source filesystems selected: nothing to verify.'
