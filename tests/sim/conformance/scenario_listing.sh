must zfs create "$POOL/a"
must zfs create "$POOL/a/b"
must zfs create "$POOL/a-c"
must zfs create -V 8M "$POOL/v"
must zfs snapshot -r "$POOL@z"
must zfs snapshot "$POOL/a@y" "$POOL/a/b@y"
must zfs snapshot "$POOL/a@x"
must zfs bookmark "$POOL/a@y" "$POOL/a#y"
must zfs bookmark "$POOL/a@z" "$POOL/a#m"

say datasets
t zfs list -H -r -o name,type "$POOL" -t filesystem
t zfs list -H -r -o name -t volume "$POOL"
t zfs list -H -d 1 -o name "$POOL"
t zfs list -H -d 0 -o name "$POOL"
t zfs list -H -o name "$POOL/a" "$POOL/v"
t zfs list -H -o name,origin,mountpoint,x:none "$POOL/a"

say snapshots and bookmarks
t zfs list -H -t snapshot -o name "$POOL/a"
t zfs list -H -d 1 -t snapshot -o name "$POOL/a"
t zfs list -H -r -d 1 -t snapshot -o name "$POOL/v"
t zfs list -H -r -t snapshot,bookmark -o name,type "$POOL/a" "$POOL/v"
t zfs list -H -r -t snapshot,bookmark -o name "$POOL/a" "$POOL/a/b"
t zfs list -H -r -t all -o name "$POOL/a"
t zfs list -H -p -r -t snapshot,bookmark -o name,guid -s name "$POOL/a"
t zfs list -H -r -t snapshot -o name -s createtxg "$POOL/a"
t zfs list -H -r -t snapshot -o name -S createtxg "$POOL/a"
t zfs list -H -r -t snapshot -o name -S name "$POOL/a"
t zfs list -H -o name "$POOL/a@x"
t zfs list -H -t bookmark -o name "$POOL/a#y"

say what is not there
t zfs list -H -o name "$POOL/none"
t zfs list -H -o name "$POOL/a" "$POOL/none" "$POOL/v"
t zfs list -H -o name -r -t snapshot "$POOL/none" "$POOL/v"
t zfs list -H -o name "$POOL/a@none"
t zfs list -H -o name nosuchpool
t zfs list -H -o name "$POOL/a#y"
t zfs list -H -t filesystem -o name "$POOL/v"
t zfs list -H -t snapshot,bookmark -o name "$POOL/a"
t zfs list -H -o nosuch "$POOL/a"
t zfs list -H -t nosuch "$POOL/a"
t zfs list -H -o name -t snapshot "$POOL/a-c/"

say as zwinnow asks
must zfs create -o mountpoint=legacy -o canmount=noauto "$POOL/legacy"
shown=type,guid,written,encryptionroot,keystatus,canmount,mountpoint,receive_resume_token
t_zero -r -t filesystem,volume "$shown" "$POOL"
t zfs list -Hpr -t snapshot -o name,numclones -s name "$POOL/v" "$POOL/a" "$POOL"
t zfs list -Hp -t snapshot -o name,guid "$POOL/a@x" "$POOL/a@none" "$POOL/none@x" "$POOL/v@z"

say get over types
t zfs get -H -r -t filesystem,volume -o name,value type "$POOL"
t zfs get -H -r -t snapshot -o name,value type "$POOL/a"
t zfs get -H -t filesystem,volume -o name,value type "$POOL/a" "$POOL/v"
t zfs get -H -d 1 -t bookmark -o name,value type "$POOL/a"
t zfs get -H -t filesystem -o name type "$POOL/a@x"
t zfs get -H -p -o name,property,value guid,guid "$POOL/a@y" "$POOL/a#y"
