must zfs create "$POOL/a"
for _ in 1 2 3 4; do write "$POOL/a" 400000; done
must zfs snapshot "$POOL/a@s1"
for _ in 1 2 3 4; do write "$POOL/a" 400000; done
must zfs snapshot "$POOL/a@s2"
token_of() { zfs get -H -o value receive_resume_token "$1"; }

say a cut stream without -s leaves nothing
t_send zfs send "$POOL/a@s1"
cut_stream
t_recv zfs receive -u "$POOL2/a"
t zfs list -H -o name "$POOL2/a"

say with -s it can be resumed
t_recv zfs receive -u -s "$POOL2/a"
t zfs list -H -r -t all -o name "$POOL2/a"
t zfs get -H -o property,value,source receive_resume_token "$POOL2/a"
t zfs mount "$POOL2/a"
t zfs get -Hp -o name,property,value,source inconsistent "$POOL2" "$POOL2/a"
t zfs snapshot "$POOL2@part" "$POOL2/a@part"
t zfs snapshot -r "$POOL2@part"
t zfs list -H -r -t snapshot -o name "$POOL2"
t zfs destroy "$POOL2@part"
t zfs send -nvt "$(token_of "$POOL2/a")"
t_send zfs send "$POOL/a@s1"
t_recv zfs receive -u -s "$POOL2/a"
t_send zfs send -t "$(token_of "$POOL2/a")"
t_recv zfs receive -u -s "$POOL2/a"
t zfs list -Hp -r -t all -o name,guid "$POOL/a@s1" "$POOL2/a"
t zfs get -H -o property,value,source receive_resume_token "$POOL2/a"
t zfs receive -A "$POOL2/a"

say incremental
t_send zfs send -L -c -e -i @s1 "$POOL/a@s2"
cp "$WORK/stream" "$WORK/whole"
cut_stream
t_recv zfs receive -u -s "$POOL2/a"
t zfs list -H -r -t all -o name "$POOL2/a"
t zfs send -nvt "$(token_of "$POOL2/a")"
cp "$WORK/whole" "$WORK/stream"
t_recv zfs receive -u "$POOL2/a"
t zfs receive -A "$POOL2/a"
t zfs get -H -o value receive_resume_token "$POOL2/a"
t_recv zfs receive -u "$POOL2/a"
t zfs list -H -r -t all -o name "$POOL2/a"

say an abort of a new one destroys it
t_send zfs send "$POOL/a@s1"
cut_stream
t_recv zfs receive -u -s "$POOL2/b"
t zfs receive -A "$POOL2/b"
t zfs list -H -o name "$POOL2/b"
t zfs receive -A "$POOL2/b"

say tokens that no longer work
t_recv zfs receive -u -s "$POOL2/b"
token=$(token_of "$POOL2/b")
must zfs destroy "$POOL/a@s1"
t zfs send -nvt "$token"
t_send zfs send -t "$token"
must zfs snapshot "$POOL/a@s1"
t_send zfs send -t "$token"
t zfs send -nvt 1-deadbeef-e0-00
t zfs send -nvt nonsense
