must zfs create "$POOL/a"
must zfs create "$POOL/a/b"
must zfs snapshot -r "$POOL/a@s"
must zfs snapshot "$POOL/a@t"

t zfs hold tag "$POOL/a@s"
t zfs hold tag "$POOL/a@s"
t zfs hold other:tag "$POOL/a@s" "$POOL/a@t"
t_sorted zfs holds -H "$POOL/a@s"
t zfs holds -H "$POOL/a@t" "$POOL/a/b@s"
t zfs get -H -o name,value userrefs "$POOL/a@s" "$POOL/a/b@s"

say held snapshots stay
t zfs destroy "$POOL/a@s"
t_sorted zfs destroy "$POOL/a@s,t"
t_sorted zfs destroy -r "$POOL/a"
t zfs list -H -r -t snapshot -o name "$POOL/a"

say release
t zfs release tag "$POOL/a@s"
t zfs release tag "$POOL/a@s"
t zfs release nosuch "$POOL/a@t"
t zfs release other:tag "$POOL/a@s" "$POOL/a@t"
t zfs holds -H "$POOL/a@s"
t zfs destroy "$POOL/a@t"

say not there
t zfs hold tag "$POOL/a@none"
t zfs hold tag "$POOL/none@s"
t zfs hold tag "$POOL/a"
t zfs release tag "$POOL/a@none"
t zfs holds -H "$POOL/a@none"
t zfs hold tag "$POOL/a@none" "$POOL/a@s"
t zfs holds -H "$POOL/a@s"
t zfs release tag "$POOL/a@s"

say recursive
t zfs hold -r keep "$POOL/a@s"
t zfs holds -r -H "$POOL/a@s"
t zfs hold -r keep "$POOL/a@s"
t zfs release -r keep "$POOL/a@s"
t zfs holds -r -H "$POOL/a@s"

say recursive, where not all have it
must zfs create "$POOL/a/b"
must zfs create "$POOL/a/c"
must zfs snapshot "$POOL/a/b@below"
t zfs hold -r keep "$POOL/a@below"
t zfs holds -H "$POOL/a/b@below"
t zfs hold -r keep "$POOL/a@none"
t zfs release -r keep "$POOL/a@below"
t zfs holds -H "$POOL/a/b@below"
must zfs snapshot -r "$POOL/a@u"
must zfs hold keep "$POOL/a/b@u"
t zfs hold -r keep "$POOL/a@u"
t zfs holds -H "$POOL/a@u" "$POOL/a/b@u" "$POOL/a/c@u"
t zfs release -r keep "$POOL/a@u"
t zfs holds -H "$POOL/a@u" "$POOL/a/b@u" "$POOL/a/c@u"
t zfs release -r keep "$POOL/a@u"
t zfs hold -r keep "$POOL/a@u" "$POOL/a@below"
t zfs release -r keep "$POOL/a@u" "$POOL/a@below"

say a deferred destroy ends with the last hold
t zfs hold keep "$POOL/a@s"
t zfs destroy -d "$POOL/a@s"
t zfs get -H -o value defer_destroy "$POOL/a@s"
t zfs release keep "$POOL/a@s"
t zfs list -H -t snapshot -o name "$POOL/a"
