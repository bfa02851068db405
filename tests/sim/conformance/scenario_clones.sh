must zfs create "$POOL/a"
write "$POOL/a" 30000
must zfs snapshot "$POOL/a@s1"
write "$POOL/a" 30000
must zfs snapshot "$POOL/a@s2"
t zfs clone "$POOL/a@s1" "$POOL/c"
t zfs clone "$POOL/a@none" "$POOL/d"
t zfs clone "$POOL/a@s1" "$POOL/c"
t zfs get -H -o property,value,source origin "$POOL/c"
t zfs get -H -o property,value,source clones "$POOL/a@s1"
t zfs list -H -t snapshot -o name,numclones "$POOL/a"
write "$POOL/c" 30000
must zfs snapshot "$POOL/c@s2"
t zfs list -H -r -o name,origin "$POOL"

say a clone sent as a clone
t_send zfs send "$POOL/a@s1"
t_recv zfs receive -u "$POOL2/a"
t_send zfs send -i "$POOL/a@s1" "$POOL/c@s2"
t_recv zfs receive -u "$POOL2/c"
t zfs list -H -r -o name,origin "$POOL2"

say promote and rename
t zfs promote "$POOL/a"
must zfs bookmark "$POOL/a@s1" "$POOL/a#s1"
must zfs bookmark "$POOL/a@s2" "$POOL/a#s2"
t zfs promote "$POOL/c"
t zfs list -H -r -t all -o name,origin "$POOL"
must zfs destroy "$POOL/c@s2"
must zfs destroy "$POOL/a@s2"
t zfs promote "$POOL/c"
t zfs rename "$POOL/c" "$POOL/moved"
t zfs list -H -r -t all -o name,origin "$POOL"
t zfs rename "$POOL/none" "$POOL/x"
t zfs rename "$POOL/a" "$POOL/moved"
t zfs rename "$POOL/moved@s1" "$POOL/moved@first"
t zfs list -H -r -t all -o name,origin "$POOL"
