# zwinnow check, and under the name zfs-check: hashes of a folder, comparing with them, exit codes, and a reader that goes away.
folder=$WORK/folder
mkdir -p "$folder/sub"
head -c 300000 /dev/urandom > "$folder/big"
printf 'hello\n' > "$folder/sub/a file"
ln -s "$ZWINNOW" "$WORK/zfs-check"
chk() { run_program source "$ZWINNOW" check "$@"; }
dropin() { run_program source "$WORK/zfs-check" "$@"; }

chk --block-size 1000 --count 100 "$folder"
expect_status 0
expect_equal "$(cut -f 1,2 "$WORK/out" | xargs)" 'big 0 big 1 big 2 sub/a file 0' "what was hashed"
expect_equal "$(tail -n 1 "$WORK/out" | cut -f 3)" "$(sha1sum < "$folder/sub/a file" | cut -d' ' -f 1)" "a hash"
cp "$WORK/out" "$WORK/hashes"
dropin --block-size 1000 --count 100 "$folder"
diff "$WORK/hashes" "$WORK/out" || fail "the drop-in hashes differently"

chk --block-size 1000 --count 100 "$folder" --check "$WORK/hashes"
expect_status 0
expect_quiet
printf x | dd of="$folder/big" bs=1 seek=150000 conv=notrunc status=none
rm "$folder/sub/a file"
chk --verbose --block-size 1000 --count 100 -c "$WORK/hashes" "$folder"
expect_status 2
expect_out 'big: Chunk 1 failed: '
expect_out 'sub/a file: Chunk - failed: - ERROR: '
expect_out '  Total errors: 2'

# Wrong input.
dropin
expect_status 1
expect_err '! Please specify TARGET'
dropin --help
expect_status 255
chk "$WORK/nosuch"
expect_status 255
expect_err nosuch
chk tank@nosuch
expect_status 255
expect_err 'ZFS snapshot tank@nosuch does not exist!'
chk "$folder" --check "$WORK/nosuch"
expect_status 255

# A snapshot that nothing is mounted for in a dry run.
on source zfs snapshot tank@here
remember
chk --test tank@here
expect_status 0
expect_out 'NOTE: TEST MODE - WILL ONLY DO READ-ONLY STUFF'
expect_unchanged

# The reader goes away: it stops, without a word.
(set +o pipefail; "$ZWINNOW" check --block-size 1 --count 1 "$folder" 2> "$WORK/err" | head -n 1 > "$WORK/out")
expect_equal "$(wc -l < "$WORK/out")" 1 "lines"
expect_equal "$(cat "$WORK/err")" '' "stderr"
