must zfs create "$POOL/a"
must zfs create "$POOL/b"
must zfs create "$POOL/b/c"
must zfs create "$POOL2/o"

say several at once have one moment
t zfs snapshot "$POOL/a@one" "$POOL/b@one" "$POOL/b/c@one"
test "$(zfs get -Hp -o value createtxg "$POOL/a@one")" = "$(zfs get -Hp -o value createtxg "$POOL/b/c@one")" && echo 'same txg'
t zfs list -H -r -t snapshot -o name "$POOL"

say all or nothing
t zfs snapshot "$POOL/a@two" "$POOL/b@one"
t zfs snapshot "$POOL/a@one"
t zfs snapshot "$POOL/a@two" "$POOL/none@two"
t zfs snapshot "$POOL/none@two"
t zfs snapshot "$POOL/a"
t zfs snapshot
t zfs snapshot "$POOL/a@"
t zfs snapshot "$POOL/a@bad*name"
t zfs snapshot "$POOL/a@two" "$POOL/a@three"
t zfs snapshot "$POOL/a@two" "$POOL2/o@two"
t zfs list -H -r -t snapshot -o name "$POOL" "$POOL2"

say recursive
t zfs snapshot -r "$POOL/b@all"
t zfs snapshot -r "$POOL/b@one"
t zfs snapshot -o x:why=test "$POOL/a@prop"
t zfs get -H -o name,value,source x:why "$POOL/a@prop"
t zfs list -H -r -t snapshot -o name "$POOL"
