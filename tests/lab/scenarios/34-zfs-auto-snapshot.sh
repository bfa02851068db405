#!/bin/bash
# zfs-auto-snapshot itself on one host, zwinnow under its name on the other: on equal pools the same command lines leave the
# same snapshots, and each goes on where the other stopped. What differs on purpose is shown apart.
# With --all alone: e2e.as_zfs_auto_snapshot shows the same command lines on the fake.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/lab/debian.sh
. "$lab_here/debian.sh"

# The program is taken from Debian's package each time.
package=$(mktemp -d)
trap 'rm -rf "$package"' EXIT
fetch() (
  # shellcheck disable=SC2034 # for debian.sh
  suite=trixie apt=$package/apt
  open_suite && unpack_packages "$package/files" zfs-auto-snapshot
)
fetch >&2 || skip "Debian's package zfs-auto-snapshot cannot be had"
original=$package/files/usr/sbin/zfs-auto-snapshot

# tool_is GUEST original|ours: what the name zfs-auto-snapshot stands for there.
tool_is() {
  if [[ $2 == ours ]]; then
    on "$1" sh -ec 'mkdir -p /opt/tool; ln -sf /usr/local/bin/zwinnow /opt/tool/zfs-auto-snapshot'
  else
    on "$1" sh -ec 'mkdir -p /opt/tool; cd /opt/tool; rm -f zfs-auto-snapshot; cat >zfs-auto-snapshot; chmod +x *' <"$original"
  fi
}
tool_is source original
tool_is backup ours
on backup sh -ec 'zpool destroy backup; zpool create -O sync=disabled tank /dev/ram0'
for guest in source backup; do
  make_pool $guest usb 1
  on $guest sh -ec 'zfs create "tank/my files"
    zfs create "tank/my files/deep"
    zfs create tank/home
    zfs create tank/home/ann
    zfs create -s -V 8M tank/vm-7
    zfs create usb/data'
done

# --- Side by side ---

# at TIME: the clocks of both, for names and creation times.
at() { for guest in source backup; do on $guest date -u -s "$1" >/dev/null; done; }
# ran GUEST CMD ARG…: what it said is in $said, its exit code in $status.
ran() { status=0 && said=$(on "$@" 2>&1) || status=$?; }
snapshots() { on "$1" zfs list -H -r -t snapshot -o name,com.sun:auto-snapshot-desc -s name; }
expect_same_snapshots() { expect_equal "$(snapshots backup)" "$(snapshots source)" "what is left by: $*"; }

# both ARG…: the same words on both hosts leave the same snapshots and have the same exit code. What was said on source is in
# $said_there, what was said on backup in $said.
tool=(env PATH=/opt/tool:/usr/bin:/bin:/usr/sbin:/sbin)
both() {
  local status_there
  ran source "${tool[@]}" "$@"
  said_there=$said status_there=$status
  ran backup "${tool[@]}" "$@"
  ((status == status_there)) || fail "status $status instead of $status_there from: $*"$'\n'"$said_there"$'\n'"$said"
  expect_same_snapshots "$@"
}
# due TIME CMD ARG…
due() {
  at "$1"
  both "${@:2}"
}

# --- The cron lines ---

for day in 01 02; do
  for hour in 00 01; do
    for minute in 00 05 10; do
      due "2025-03-$day $hour:$minute" zfs-auto-snapshot -q -g --label=frequent --keep=4 //
      expect_equal "$said" '' 'what a quiet run says'
    done
    due "2025-03-$day $hour:00" zfs-auto-snapshot -q -g --label=hourly --keep=3 //
  done
  due "2025-03-$day 23:59" zfs-auto-snapshot -q -g --label=daily --keep=14 //
  both zfs-auto-snapshot -q -g --label=weekly --keep=4 //
done
due '2025-04-01 00:00' zfs-auto-snapshot -q -g --label=monthly --keep=4 //
expect_equal "$(on backup zfs list -H -o name -t snapshot tank/home/ann | sed 's/.*auto-snap_//; s/-.*//' | sort | uniq -c | xargs)" \
  '2 daily 4 frequent 3 hourly 1 monthly 2 weekly' 'the snapshots of one dataset'
# The last lines are in the system's log, under the same name.
for guest in source backup; do
  expect_contains "$(on $guest sh -c 'journalctl --sync; journalctl -q -t zfs-auto-snap -o cat')" '@zfs-auto-snap_monthly-2025-04-01-0000, '
done

# --- What is excluded, what is named, other names ---

each_way() {
  due "2025-04-01 $((10 + ++hour)):00" zfs-auto-snapshot "$@"
  last=${said##*$'\n'}
  expect_equal "${last%%,*}" "$(tail -n 1 <<<"$said_there" | cut -d , -f 1)" "the name in the last line of: $*"
}
hour=0
each_way -l a tank/home
each_way -l a -r tank/home usb
each_way -k 1 tank/home
for guest in source backup; do
  on $guest sh -ec 'zfs create -o com.sun:auto-snapshot=false tank/scratch
    zfs create -o com.sun:auto-snapshot=true tank/scratch/kept
    zfs create -o com.sun:auto-snapshot:daily=FALSE tank/no-daily
    zfs create -o com.sun:auto-snapshot=false -o com.sun:auto-snapshot:daily=true tank/daily-only
    zfs create tank/no-daily/below'
done
each_way -l a tank/home
each_way -l daily //
each_way -l hourly //
each_way //
each_way -l daily --default-exclude //
each_way --default-exclude -e 'what for' tank/scratch/kept tank/home
each_way -p 'My snaps' --sep : -l daily -k 2 -e x //
each_way -qvl a tank/scratch
hour=-10
# A label that has no snapshots with another separator, which the original would count.
for _ in 1 2 3; do each_way --sep=- -k2 -rl dashed tank/home; done
each_way -n -l a -k 1 //
each_way --fast -l a //

# Commands around each tree: the same calls.
for guest in source backup; do
  on $guest sh -c 'cat >/opt/hook; chmod +x /opt/hook' <<'END'
#!/bin/sh
kind=$1
shift
echo "$kind: $*" >>/tmp/hooks
END
done
hour=-5
each_way -l a --pre-snapshot '/opt/hook pre; /opt/hook "and then"' --post-snapshot='/opt/hook post' //
expect_equal "$(on backup sort /tmp/hooks)" "$(on source sort /tmp/hooks)" 'the calls of the hooks'
expect_contains "$(on backup cat /tmp/hooks)" "and then: tank/home zfs-auto-snap_a-"

# A pool under a scrub.
for guest in source backup; do
  # shellcheck disable=SC2016 # expanded in the guest
  on $guest sh -ec 'head -c 60M /dev/urandom >/usb/data/file; zpool sync usb
    echo 1 >/sys/module/zfs/parameters/zfs_scan_suspend_progress; zpool scrub usb'
done
each_way -s -l busy //
for guest in source backup; do
  on $guest sh -c 'echo 0 >/sys/module/zfs/parameters/zfs_scan_suspend_progress; zpool scrub -s usb || :'
done
expect_equal "$(on backup zfs list -H -o name -t snapshot -r usb | grep -c busy || :)" 0 'snapshots of a pool under a scrub'

# --- Exit codes ---

refused() {
  both zfs-auto-snapshot "$@"
  ((status > 127)) || fail "status $status from: $*"
}
refused --nonsense //
refused -x //
refused -l
refused -k 0 //
refused --keep=x //
refused -p a/b //
refused --sep= //
refused --sep=__ //
refused
refused // tank
refused -l Daily //
refused -l a tank/nosuch
refused -l a tank tank/home@x
refused -l a home
refused -e "$(printf '%01025d' 0)" //
both zfs-auto-snapshot --help
both zfs-auto-snapshot -qgh

# --- There and back: they change places ---

tool_is source ours
tool_is backup original
for day in 01 02 03 04; do due "2025-05-$day 12:00" zfs-auto-snapshot --label=daily --keep=2 //; done
for guest in source backup; do
  expect_equal "$(on $guest zfs list -H -o name -t snapshot tank/vm-7 | grep '_daily-' | sed 's/.*@//')" \
    "$(printf 'zfs-auto-snap_daily-2025-05-%s-1200\n' 03 04)" "the daily snapshots on $guest"
done

# --- What differs on purpose; on source is ours ---

zas() { ran source /opt/tool/zfs-auto-snapshot "$@"; }
daily() { on source zfs list -H -o name -t snapshot "$1" | grep -c "_daily-" || :; }

at '2025-05-05 12:00'
zas --label=daily //
((status == 0)) || fail "$said"
zas --destroy-only --label=daily --keep=2 //
expect_contains "$said" '@zfs-auto-snap_daily-2025-05-05-1200, 0 created, '
expect_equal "$(daily tank/vm-7)" 2 'after --destroy-only'
# With -r all but what is excluded.
at '2025-05-06 12:00'
zas -r -l tree tank
expect_equal "$(on source zfs list -H -o name -t snapshot -r tank | grep -c _tree-)" \
  "$(on source zfs get -H -r -t filesystem,volume -o value com.sun:auto-snapshot tank | grep -vc false)" 'snapshots of the tree'
# What is held or cloned stays without a word, and goes when it can.
at '2025-05-07 12:00'
zas -q -l daily -k 2 //
on source zfs hold mine tank/home@zfs-auto-snap_daily-2025-05-07-1200
on source zfs clone tank/vm-7@zfs-auto-snap_daily-2025-05-07-1200 tank/clone
on source zfs set com.sun:auto-snapshot=false tank/clone
for day in 08 09; do
  at "2025-05-$day 12:00"
  zas -l daily -k 1 //
  ((status == 0)) || fail "$said"
  expect_contains "$said" ', 0 warnings.'
done
expect_equal "$(daily tank/home)$(daily tank/vm-7)$(daily tank/home/ann)" 221 'with a hold and a clone'
on source zfs release mine tank/home@zfs-auto-snap_daily-2025-05-07-1200
zas --destroy-only -l daily -k 1 //
expect_equal "$(daily tank/home)$(daily tank/vm-7)" 12 'after the release'
# Failures are in the exit code, and told though it is quiet; a hook that fails skips its tree, and no other.
at '2025-05-10 12:01'
# shellcheck disable=SC2016 # for the shell in the guest
zas -q -l veto --pre-snapshot 'case "$1" in tank/home) exit 3 ;; esac; true' //
((status == 2)) || fail "status $status: $said"
expect_contains "$said" 'Error: [Source] tank/home: FAILED: it cannot be snapshotted: the command before its snapshot failed: '
expect_equal "$(on source zfs list -H -o name -t snapshot tank/home tank/home/ann | grep -c 'veto-2025-05-10-1201' || :)" 0 'its snapshots'
expect_equal "$(on source zfs list -H -o name -t snapshot usb/data | grep -c 'veto-2025-05-10-1201')" 1 'those of others'
on source zfs set com.sun:auto-snapshot=true tank/home
at '2025-05-10 12:02'
zas -l small -m 128 usb/data tank/home
write_file source usb/data page 4096 >/dev/null
write_file source tank/home big 500000 >/dev/null
at '2025-05-10 12:03'
zas -l small -m 128 usb/data tank/home
expect_contains "$said" ', 1 created, 0 destroyed, 0 warnings.'

# Somebody else than root, with what that takes.
on source sh -ec 'useradd -m keeper; zfs allow -u keeper snapshot,destroy,mount,userprop usb'
at '2025-05-11 12:00'
ran source setpriv --reuid=keeper --regid=keeper --init-groups /opt/tool/zfs-auto-snapshot -l user -k 1 -r usb
((status == 0)) || fail "$said"
expect_contains "$said" '@zfs-auto-snap_user-2025-05-11-1200, 2 created, 0 destroyed, 0 warnings.'
ran source setpriv --reuid=keeper --regid=keeper --init-groups /opt/tool/zfs-auto-snapshot -l user tank/home
((status == 255)) || fail "status $status: $said"
