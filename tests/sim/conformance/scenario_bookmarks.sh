must zfs create "$POOL/a"
must zfs create "$POOL/b"
write "$POOL/a" 20000
must zfs snapshot "$POOL/a@s1"
must zfs snapshot "$POOL/b@s1"
t zfs bookmark "$POOL/a@s1" "$POOL/a#m1"
t zfs bookmark "$POOL/a@s1" "$POOL/a#m1"
t zfs bookmark "$POOL/a@none" "$POOL/a#m2"
t zfs bookmark "$POOL/a@s1" "$POOL/b#m"
t zfs bookmark "$POOL/a@s1"
t zfs bookmark "$POOL/a#m1" "$POOL/a#copy"
t zfs list -Hp -r -t snapshot,bookmark -o name,guid "$POOL/a"
t zfs list -Hp -t snapshot,bookmark -o name,guid "$POOL/a#m1" "$POOL/a@s1" "$POOL/a#none"
test "$(zfs get -Hp -o value createtxg "$POOL/a@s1")" = "$(zfs get -Hp -o value createtxg "$POOL/a#m1")" && echo 'same txg'

say a bookmark as incremental source
t_send zfs send "$POOL/a@s1"
t_recv zfs receive -u "$POOL2/a"
write "$POOL/a" 20000
must zfs snapshot "$POOL/a@s2"
must zfs destroy "$POOL/a@s1"
t_send zfs send -p -i "$POOL/a#m1" "$POOL/a@s2"
t_recv zfs receive -u "$POOL2/a"
t_send zfs send -i '#none' "$POOL/a@s2"
t_send zfs send -i '#m1' "$POOL/a@s2"
t zfs list -Hp -r -t snapshot,bookmark -o name,guid "$POOL/a" "$POOL2"
