must zfs create "$POOL/a"
must zfs create "$POOL/a/b"
for name in s1 s2 s3 s4 s5 s6; do must zfs snapshot -r "$POOL/a@$name"; done

say one and several
t zfs destroy "$POOL/a@s1"
t zfs destroy "$POOL/a@s2,s3"
t zfs destroy "$POOL/a@s4,none"
t zfs destroy "$POOL/a@none"
t zfs destroy "$POOL/a@none,nothing"
t zfs destroy "$POOL/none@s1"
t zfs list -H -t snapshot -o name "$POOL/a"
t zfs destroy -nv "$POOL/a/b@s2%s4"
t zfs destroy "$POOL/a/b@s2%s4"
t zfs destroy -r "$POOL/a@s6"
t zfs list -H -r -t snapshot -o name "$POOL/a"

say clones keep their origin
must zfs clone "$POOL/a/b@s5" "$POOL/clone"
must zfs snapshot "$POOL/a/b@s7"
t zfs destroy "$POOL/a/b@s5"
t zfs destroy "$POOL/a/b@s5,s7"
t zfs list -H -t snapshot -o name "$POOL/a/b"
t zfs destroy -r "$POOL/a"

say datasets
t zfs destroy "$POOL/a"
t zfs destroy "$POOL/clone"
t zfs destroy "$POOL/a/b"
t zfs destroy "$POOL/none"
t zfs destroy "$POOL"
must zfs create "$POOL/plain"
t zfs destroy "$POOL/plain"
t zfs destroy -r "$POOL/a"
t zfs list -H -r -o name "$POOL"
t zfs destroy

say bookmarks
must zfs create "$POOL/c"
must zfs snapshot "$POOL/c@s"
must zfs bookmark "$POOL/c@s" "$POOL/c#m"
t zfs destroy "$POOL/c#m"
t zfs destroy "$POOL/c#m"
t zfs list -H -r -t bookmark -o name "$POOL/c"
