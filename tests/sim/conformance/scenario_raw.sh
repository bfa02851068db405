head -c 32 /dev/zero | tr '\0' k > "$WORK/key"
key="file://$WORK/key"
keyed() { sed "s#$WORK#WORK#g"; }
{
  t zfs create -o encryption=on -o keyformat=raw -o "keylocation=$key" "$POOL/e"
  t zfs create "$POOL/e/child"
} | keyed
write "$POOL/e" 30000
must zfs snapshot "$POOL/e@s1"
write "$POOL/e" 30000
must zfs snapshot "$POOL/e@s2"
t zfs get -H -o property,value,source encryption,encryptionroot,keystatus,keyformat "$POOL/e" "$POOL/e/child"

say raw full and incremental
t_send zfs send -p "$POOL/e@s1"
t_send zfs send -w -p "$POOL/e@s1"
t_recv zfs receive -u "$POOL2/e"
t zfs get -H -o property,value,source encryption,encryptionroot,keystatus,keyformat "$POOL2/e"
t zfs mount "$POOL2/e"
t_send zfs send --raw -p -i @s1 "$POOL/e@s2"
t_recv zfs receive -u -s "$POOL2/e"
t zfs list -Hp -r -t snapshot -o name,guid "$POOL/e" "$POOL2/e"
t_send zfs send -w -p -i @s1 "$POOL/e@s2"
cut_stream
must zfs rollback -r "$POOL2/e@s1"
t_recv zfs receive -u -s "$POOL2/e"
token=$(zfs get -H -o value receive_resume_token "$POOL2/e")
t zfs send -nvt "$token"
t_send zfs send -t "$token"
t_recv zfs receive -u -s "$POOL2/e"

say "raw and not raw do not mix"
must zfs create "$POOL/plain"
write "$POOL/plain" 30000
must zfs snapshot "$POOL/plain@s1"
write "$POOL/plain" 30000
must zfs snapshot "$POOL/plain@s2"
t_send zfs send -w -p "$POOL/e@s1"
t_recv zfs receive -u -x encryption "$POOL2/x"
t_recv zfs receive -u -o encryption=off "$POOL2/x"
must zfs create "$POOL2/full"
t_recv zfs receive -u -F "$POOL2/full"
must zfs snapshot "$POOL/e@s3"
t_send zfs send -i @s2 "$POOL/e@s3"
t_recv zfs receive -u "$POOL2/e"

say plain data beneath an encrypted parent
t_send zfs send -p "$POOL/plain@s1"
t_recv zfs receive -u "$POOL/e/p1"
t_recv zfs receive -u -x encryption "$POOL/e/p2"
t_send zfs send "$POOL/plain@s1"
t_recv zfs receive -u "$POOL/e/p3"
t zfs get -H -r -t filesystem -o name,value encryption "$POOL/e"

say decrypted on the way
t_send zfs send "$POOL/e@s1"
t_recv zfs receive -u "$POOL2/open"
t zfs get -H -o value encryption "$POOL2/open"
t_send zfs send -w -i @s1 "$POOL/e@s2"
t_recv zfs receive -u "$POOL2/open"

say without the key
must zfs unmount "$POOL/e"
t zfs unload-key "$POOL/e"
t zfs get -H -o value keystatus "$POOL/e"
t_send zfs send "$POOL/e@s1"
t_send zfs send -w "$POOL/e@s1"
t zfs unload-key "$POOL/e"
t zfs mount "$POOL/e"
t zfs create "$POOL/e/new"
t zfs load-key "$POOL/e"
t zfs load-key "$POOL/e"
t zfs load-key "$POOL/plain"
