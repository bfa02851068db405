must zfs create "$POOL/a"
write "$POOL/a" 30000
must zfs snapshot "$POOL/a@s1"
write "$POOL/a" 30000
must zfs snapshot "$POOL/a@s2"
write "$POOL/a" 30000
must zfs snapshot "$POOL/a@s3"
t_send zfs send "$POOL/a@s1"
t_recv zfs receive -u "$POOL2/a"

say a target snapshot without changes is no hindrance
must zfs snapshot "$POOL2/a@mine"
t_send zfs send -i @s1 "$POOL/a@s2"
t_recv zfs receive -u "$POOL2/a"
t zfs list -Hp -t snapshot -o name,guid "$POOL2/a"

say a change is
must zfs mount "$POOL2/a"
write "$POOL2/a" 30000
t_send zfs send -i @s2 "$POOL/a@s3"
t_recv zfs receive -u "$POOL2/a"
must zfs snapshot "$POOL2/a@changed"
t_recv zfs receive -u "$POOL2/a"
t zfs hold tag "$POOL2/a@changed"
t_recv zfs receive -u -F "$POOL2/a"
t zfs release tag "$POOL2/a@changed"
t_recv zfs receive -u -F "$POOL2/a"
t zfs list -Hp -t snapshot -o name,guid "$POOL2/a"

say another snapshot of the same name
must zfs snapshot "$POOL2/a@s4"
write "$POOL/a" 30000
must zfs snapshot "$POOL/a@s4"
t_send zfs send -i @s3 "$POOL/a@s4"
t_recv zfs receive -u "$POOL2/a"
t zfs rollback "$POOL2/a@s3"
t zfs destroy "$POOL2/a@s4"
t_recv zfs receive -u "$POOL2/a"

say the base is gone
must zfs destroy "$POOL2/a@s4"
must zfs destroy "$POOL2/a@s3"
t_recv zfs receive -u "$POOL2/a"
t_recv zfs receive -u -F "$POOL2/a"
