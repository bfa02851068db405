must zfs create "$POOL/a"
write "$POOL/a" 30000
must zfs snapshot "$POOL/a@s1"
write "$POOL/a" 30000
must zfs snapshot "$POOL/a@s2"
write "$POOL/a" 30000
must zfs snapshot "$POOL/a@s3"
must zfs create "$POOL2/t"

say "full, then incremental"
t_send zfs send -p "$POOL/a@s1"
t_recv zfs receive -u -v -s "$POOL2/t/a"
t zfs list -Hp -r -t all -o name,type,guid "$POOL2/t/a"
t zfs get -H -o value mounted "$POOL2/t/a"
t_send zfs send -L -e -p -i @s1 "$POOL/a@s2"
t_recv zfs receive -u -v "$POOL2/t/a"
t_send zfs send -p -i "$POOL/a@s2" "$POOL/a@s3"
t_recv zfs receive "$POOL2/t/a"
t zfs list -Hp -r -t snapshot -o name,guid "$POOL/a" "$POOL2/t/a"
t_zero written "$POOL2/t/a"

say the same again
t_send zfs send -i @s2 "$POOL/a@s3"
t_recv zfs receive -v "$POOL2/t/a"
t_send zfs send "$POOL/a@s1"
t_recv zfs receive -u "$POOL2/t/a"
t_recv zfs receive -u -F "$POOL2/t/a"
t_send zfs send -i @s1 "$POOL/a@s2"
t_recv zfs receive -u "$POOL2/t/a"

say what does not fit
must zfs create "$POOL2/t/empty"
t_send zfs send -i @s1 "$POOL/a@s2"
t_recv zfs receive -u "$POOL2/t/empty"
t_recv zfs receive -u "$POOL2/t/new"
t_send zfs send "$POOL/a@s1"
t_recv zfs receive -u "$POOL2/none/new"
t_recv zfs receive -u "$POOL2/t/empty"
t_recv zfs receive -u -F "$POOL2/t/empty"
t zfs list -H -r -t snapshot -o name "$POOL2/t/empty"
: > "$WORK/stream"
t_recv zfs receive -u "$POOL2/t/x"
printf 'this is no stream, but it is long enough to be read as one: %0400d\n' 0 > "$WORK/stream"
t_recv zfs receive -u "$POOL2/t/x"

say sending what is not there
t_send zfs send "$POOL/a@none"
t_send zfs send "$POOL/none@s1"
t_send zfs send -i @none "$POOL/a@s2"
t_send zfs send -i @s3 "$POOL/a@s2"
t_send zfs send -L zwinnow_option_test
t_send zfs send -Z "$POOL/a@s2"
t zfs receive -s zwinnow_option_test
t zfs send -nv "$POOL/a@s1"
t zfs send -nv -i @s1 "$POOL/a@s2"
t zfs send -nP "$POOL/a@s1"
t zfs send -nvP -i @s1 "$POOL/a@s2"
t_send zfs send -vP "$POOL/a@s1"
