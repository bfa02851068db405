must zfs create "$POOL/a"
for n in 1 2 3 4 5; do
  for _ in 1 2 3 4; do write "$POOL/a" 100000; done
  must zfs snapshot "$POOL/a@s$n"
done
must zfs create "$POOL/other"
must zfs snapshot "$POOL/other@s0"
must zfs create "$POOL2/t"
token_of() { zfs get -H -o value receive_resume_token "$1"; }
# A target with the snapshots up to that one.
target_with() {
  zfs receive -A "$POOL2/t/a" 2> /dev/null || :
  must zfs destroy -r "$POOL2/t"
  must zfs create "$POOL2/t"
  zfs send "$POOL/a@s1" | zfs receive -u "$POOL2/t/a"
  [ "$1" = 1 ] || zfs send -I @s1 "$POOL/a@s$1" | zfs receive -u "$POOL2/t/a"
}

say several snapshots in one stream
t_send zfs send -p "$POOL/a@s1"
t_recv zfs receive -u -v -s "$POOL2/t/a"
t_send zfs send -I @s1 "$POOL/a@s3"
t_recv zfs receive -u -v -s "$POOL2/t/a"
t_send zfs send -L -e -c -p -I "$POOL/a@s3" "$POOL/a@s5"
t_recv zfs receive -u "$POOL2/t/a"
t zfs list -Hp -r -t snapshot -o name,guid "$POOL/a" "$POOL2/t/a"
t zfs holds -H "$POOL/a@s4"
t_zero written "$POOL2/t/a"

say one snapshot, or without its @
target_with 1
t_send zfs send -I @s1 "$POOL/a@s2"
t_recv zfs receive -u -v "$POOL2/t/a"
t_send zfs send -I s2 "$POOL/a@s3"
t_recv zfs receive -u -v "$POOL2/t/a"

say how much it is
t zfs send -nv -I @s1 "$POOL/a@s3"
t zfs send -nP -I @s1 "$POOL/a@s3"
t zfs send -nvP -I "$POOL/a@s1" "$POOL/a@s3"
t zfs send -nvP -p -I @s1 "$POOL/a@s3"
t zfs send -n -I @s1 "$POOL/a@s3"
t_send zfs send -vP -I @s1 "$POOL/a@s3"
t_send zfs send -v -P -p -I @s1 "$POOL/a@s3"

say what cannot be sent
must zfs bookmark "$POOL/a@s1" "$POOL/a#mark"
t_send zfs send -I "#mark" "$POOL/a@s3"
t_send zfs send -I "$POOL/a#mark" "$POOL/a@s3"
t_send zfs send -I @none "$POOL/a@s3"
t_send zfs send -I @s1 "$POOL/a@none"
t_send zfs send -I @s1 "$POOL/none@s3"
t_send zfs send -I @s4 "$POOL/a@s3"
t_send zfs send -p -I @s4 "$POOL/a@s3"
t_send zfs send -I @s3 "$POOL/a@s3"
t zfs send -nvP -I @s4 "$POOL/a@s3"
t_send zfs send -I "$POOL/other@s0" "$POOL/a@s3"
t_send zfs send -I @s1 "$POOL/a"
t_send zfs send -I @s1 -i @s2 "$POOL/a@s3"
t_send zfs send -t 1-0-0-0 -I @s1

say what does not fit the target
target_with 2
t_send zfs send -I @s3 "$POOL/a@s5"
t_recv zfs receive -u "$POOL2/t/a"
t_recv zfs receive -u "$POOL2/t/new"
t_send zfs send -I @s2 "$POOL/a@s4"
must zfs snapshot "$POOL2/t/a@own"
must zfs mount "$POOL2/t/a"
write "$POOL2/t/a" 30000
t_recv zfs receive -u "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"

say what is there already
target_with 3
t_send zfs send -I @s1 "$POOL/a@s4"
t_recv zfs receive -u -v "$POOL2/t/a"
t_recv zfs receive -u -v "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"

say another one of that name
target_with 2
must zfs snapshot "$POOL2/t/a@s4"
t_send zfs send -I @s2 "$POOL/a@s5"
t_recv zfs receive -u -v "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"

say with force
target_with 2
must zfs mount "$POOL2/t/a"
write "$POOL2/t/a" 30000
must zfs snapshot "$POOL2/t/a@own"
t_send zfs send -I @s2 "$POOL/a@s4"
t_recv zfs receive -u -F "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"

say with properties
target_with 1
must zfs set compression=lz4 "$POOL/a"
must zfs set org.zwinnow:test=yes "$POOL/a"
must zfs set org.zwinnow:test=snapshot "$POOL/a@s2"
t_send zfs send -p -I @s1 "$POOL/a@s3"
t_recv zfs receive -u -x atime -o org.zwinnow:other=local "$POOL2/t/a"
t zfs get -H -o name,property,value,source compression,atime,org.zwinnow:test,org.zwinnow:other "$POOL2/t/a"
t zfs get -H -o name,property,value,source org.zwinnow:test "$POOL2/t/a@s2" "$POOL2/t/a@s3"

say "cut within the second of four"
target_with 1
t_send zfs send -I @s1 "$POOL/a@s5"
cp "$WORK/stream" "$WORK/whole"
size=$(wc -c < "$WORK/stream")
head -c $((size * 3 / 8)) "$WORK/whole" > "$WORK/stream"
t_recv zfs receive -u -v -s "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"
t zfs send -nvt "$(token_of "$POOL2/t/a")"
t_send zfs send -I @s2 "$POOL/a@s5"
t_recv zfs receive -u -s "$POOL2/t/a"
t_send zfs send -t "$(token_of "$POOL2/t/a")"
t_recv zfs receive -u -v -s "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"
t_send zfs send -I @s3 "$POOL/a@s5"
t_recv zfs receive -u -s "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"

say "the same without -s"
target_with 1
head -c $((size * 3 / 8)) "$WORK/whole" > "$WORK/stream"
t_recv zfs receive -u "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"
t zfs get -H -o value receive_resume_token "$POOL2/t/a"

say cut within the first
target_with 1
head -c $((size / 8)) "$WORK/whole" > "$WORK/stream"
t_recv zfs receive -u -v -s "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"
t zfs send -nvt "$(token_of "$POOL2/t/a")"

say the end is missing
target_with 1
head -c $((size - 1)) "$WORK/whole" > "$WORK/stream"
t_recv zfs receive -u -s "$POOL2/t/a"
t zfs list -H -r -t snapshot -o name "$POOL2/t/a"
t zfs get -H -o value receive_resume_token "$POOL2/t/a"

say a volume
must zfs create -V 8M "$POOL/vol"
for n in 1 2 3; do
  write "$POOL/vol" 8192
  must zfs snapshot "$POOL/vol@s$n"
done
t_send zfs send -p "$POOL/vol@s1"
t_recv zfs receive -u "$POOL2/vol"
t_send zfs send -p -I @s1 "$POOL/vol@s3"
t_recv zfs receive -u -v "$POOL2/vol"
t zfs list -Hp -r -t snapshot -o name,guid "$POOL/vol" "$POOL2/vol"

say raw
head -c 32 /dev/zero | tr '\0' k > "$WORK/key"
must zfs create -o encryption=on -o keyformat=raw -o "keylocation=file://$WORK/key" "$POOL/e"
for n in 1 2 3 4; do
  write "$POOL/e" 30000
  must zfs snapshot "$POOL/e@s$n"
done
t_send zfs send -w -p "$POOL/e@s1"
t_recv zfs receive -u -s "$POOL2/e"
t_send zfs send -p -I @s1 "$POOL/e@s3"
t_send zfs send --raw -p -I @s1 "$POOL/e@s3"
t_recv zfs receive -u -v -s "$POOL2/e"
t_send zfs send -I @s3 "$POOL/e@s4"
t_recv zfs receive -u "$POOL2/e"
t zfs list -Hp -r -t snapshot -o name,guid "$POOL/e" "$POOL2/e"
t zfs get -H -o property,value encryptionroot,keystatus "$POOL2/e"

say without the key
t_send zfs send "$POOL/e@s1"
t_recv zfs receive -u "$POOL2/open"
must zfs unmount "$POOL/e"
must zfs unload-key "$POOL/e"
t_send zfs send -I @s1 "$POOL/e@s3"
t_recv zfs receive -u -v "$POOL2/open"
t zfs list -H -r -t snapshot -o name "$POOL2/open"
t_send zfs send -w -I @s1 "$POOL/e@s3"
t zfs send -nvP -I @s1 "$POOL/e@s3"
