t zpool list -H -o name,health "$POOL"
t zpool list -H -o name "$POOL" nosuchpool
t zpool get -H -o name,property,value,source health,readonly "$POOL"
t zpool get -H -p -o name,property,value,source feature@extensible_dataset,feature@embedded_data,feature@large_blocks "$POOL"
t zpool get -H feature@nosuch "$POOL"
t zpool get -H all nosuchpool
t zpool create "$POOL"
t zpool nosuch
zpool get -H -p all "$POOL" | cut -f 2 | grep -x -e size -e health -e guid -e feature@bookmark_v2 -e feature@large_blocks | sort
