# The program itself: one file of that name in the tree, no shared library beyond libc and libstdc++ (with the parts that these bring
# along), small when it starts.
build=$(dirname "$(dirname "$ZWINNOW")")
root=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/../../..")
expect_equal "$(find "$build" -path "$build/tests" -prune -o -type f -name zwinnow -print)" "$ZWINNOW" "the files of that name in the build"
expect_equal "$(find "$root" -path "$root/build" -prune -o -path "$root/.git" -prune -o -path "$root/packaging" -prune -o -type f -name zwinnow -print)" '' "others in the tree"

needed=$(ldd "$ZWINNOW" | awk '{ print $1 }' | sed 's|.*/||' | grep -vE '^(linux-vdso|ld-linux.*|libc|libm|libgcc_s|libstdc\+\+)\.so' || :)
expect_equal "$needed" '' "shared libraries beyond libc and libstdc++"

# The most memory that it ever had, in KiB.
command time -o "$WORK/peak" -f %M "$ZWINNOW" --version > "$WORK/out"
expect_out zwinnow
peak=$(< "$WORK/peak")
((peak < 15 * 1024)) || fail "it takes $peak KiB to say its version"
