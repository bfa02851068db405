must zfs create -o x:job=true -o readonly=on -o canmount=noauto -o quota=500M "$POOL/a"
must zfs set mountpoint=/nowhere/a "$POOL/a"
must zfs create "$POOL2/t"
must zfs set x:other=up "$POOL2/t"
must zfs snapshot -o x:snap=yes "$POOL/a@s1"
must zfs snapshot "$POOL/a@s2"
must zfs snapshot "$POOL/a@s3"
shown=x:job,x:other,readonly,canmount,quota,mountpoint

say as sent
t_send zfs send -p "$POOL/a@s1"
t_recv zfs receive -u "$POOL2/t/a"
t zfs get -H -o property,value,source "$shown" "$POOL2/t/a"
t zfs get -H -o property,value,source x:snap "$POOL2/t/a@s1"

say without -p nothing comes along
t_send zfs send "$POOL/a@s1"
t_recv zfs receive -u "$POOL2/t/b"
t zfs get -H -o property,value,source "$shown" "$POOL2/t/b"

say -x and -o
t_send zfs send -p "$POOL/a@s1"
t_recv zfs receive -u -x x:job -x mountpoint -x canmount -x quota -o readonly=off -o x:mine=here "$POOL2/t/c"
t zfs get -H -o property,value,source "$shown,x:mine" "$POOL2/t/c"
t zfs get -H -o property,value,received,source x:job,readonly "$POOL2/t/c"
t_send zfs send -p -i @s1 "$POOL/a@s2"
t_recv zfs receive -u -x x:job -x mountpoint -x canmount -x quota -o readonly=off "$POOL2/t/c"
t zfs get -H -o property,value,source "$shown,x:mine" "$POOL2/t/c"

say what was received changes with the next stream
must zfs set x:job=false "$POOL/a"
must zfs inherit readonly "$POOL/a"
t_send zfs send -p -i @s1 "$POOL/a@s2"
t_recv zfs receive -u "$POOL2/t/a"
t zfs get -H -o property,value,source "$shown" "$POOL2/t/a"

say local wins over received, inherit hides it, inherit -S brings it back
must zfs set x:job=local "$POOL2/t/a"
t zfs get -H -o property,value,received,source x:job "$POOL2/t/a"
t zfs inherit x:job "$POOL2/t/a"
t zfs get -H -o property,value,received,source x:job "$POOL2/t/a"
t zfs inherit -S x:job "$POOL2/t/a"
t zfs get -H -o property,value,received,source x:job "$POOL2/t/a"
t zfs get -H -s received -o property,value x:job,canmount,x:other "$POOL2/t/a"
must zfs create "$POOL2/t/a/child"
t zfs get -H -o property,value,source x:job "$POOL2/t/a/child"

say errors
t_send zfs send -p -i @s2 "$POOL/a@s3"
t_recv zfs receive -u -o used=1 "$POOL2/t/a"
t_recv zfs receive -u -x nosuch "$POOL2/t/a"
t_recv zfs receive -u -o nosuch=1 "$POOL2/t/a"
t_recv zfs receive -u -o readonly "$POOL2/t/a"
t_recv zfs receive -u "$POOL2/t/a"
t zfs list -H -t snapshot -o name "$POOL2/t/a"

say -d and -e
must zfs create "$POOL/a/deep"
must zfs snapshot "$POOL/a/deep@s"
t_send zfs send "$POOL/a/deep@s"
t_recv zfs receive -u -e "$POOL2/t"
t_recv zfs receive -u -d "$POOL2/t/a"
t_recv zfs receive -u "$POOL2/t/named@other"
t zfs list -H -r -t snapshot -o name "$POOL2/t"
