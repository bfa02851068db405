# What `zfs allow` shows: whom a dataset, and what is above it, gives what. The dashes behind a name are as many as there is room for.
shown() {
  t sh -c "zfs allow '$1' | sed 's/ --*\$//'"
}
must zfs create "$POOL/a"
must zfs create "$POOL/a/my data"

say nothing is given
shown "$POOL/a"

say given to a user, on the dataset and above it
must zfs allow -u root send,hold "$POOL/a"
must zfs allow -u root mount,destroy "$POOL/a/my data"
must zfs allow -u root send "$POOL/a"
shown "$POOL/a"
shown "$POOL/a/my data"

say not there
t zfs allow "$POOL/none"
