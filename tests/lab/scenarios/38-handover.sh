#!/bin/bash
# The twins: a service goes from source to backup and back, again and again, with all that it wrote; by `zwinnow handover`
# as by hand and by the printed script. Datasets that are used elsewhere, steps that fail, runs that are killed, a source
# that is dead, users who are not root; and `sync --direction=auto`.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

# The service writes a line after the other to a file of the tree, in the background, until it is stopped; on a volume it
# writes at its end. On both guests; what it wrote is counted in /root/count, so that a line that is lost is seen.
# shellcheck disable=SC2016 # expanded in the guest
for guest in source backup; do
  on "$guest" sh -ec 'cat >/usr/local/bin/vm; chmod +x /usr/local/bin/vm' <<'END'
#!/bin/sh
# vm start|stop: in the tree $ZWINNOW_DATASET.
set -e
root=$ZWINNOW_DATASET
place=$(zfs get -H -o value mountpoint "$root")
case $1 in
  start)
    [ ! -e /root/refuse-start ] || exit 1
    [ ! -e /run/vm.pid ] || exit 0
    [ "$(zfs get -H -o value readonly "$root")" = off ]
    setsid sh -c 'number=$(tail -n 1 "$0/log" 2>/dev/null || echo 0); exec 3>>"$0/log"
      while :; do number=$((number + 1)); echo "$number" >&3; sleep 0.05; done' "$place" >/dev/null 2>&1 </dev/null &
    echo $! >/run/vm.pid ;;
  stop)
    [ -e /run/vm.pid ] || exit 0
    kill "$(cat /run/vm.pid)"
    while kill -0 "$(cat /run/vm.pid)" 2>/dev/null; do sleep 0.1; done
    rm /run/vm.pid
    sleep 0.2 # its last child has ended too
    [ ! -e "/dev/zvol/$root/disk" ] || head -c 100000 /dev/urandom >"/dev/zvol/$root/disk" ;;
esac
END
done
# shellcheck disable=SC2016 # expanded in the guest
runs_on() { on "$1" sh -c '[ -e /run/vm.pid ] && kill -0 "$(cat /run/vm.pid)"'; }
# The file has every line from 1 on, none is missing.
# shellcheck disable=SC2016 # expanded in the guest
whole_log() { on "$1" sh -c 'sleep 0.5; awk "\$1 != NR {exit 1}" "$1/log" && [ "$(wc -l <"$1/log")" -gt "$2" ] && wc -l <"$1/log"' whole "$2" "$3"; }
uses() { on "$1" zfs get -H -r -t filesystem,volume -o name,property,value readonly,canmount,mounted "$2" | sed "s,^$2,,"; }
# handed FROM ROOT TO ROOT: the second is used as the first was at the beginning, and the first is a copy.
handed() {
  expect_equal "$(uses "$3" "$4")" "$first_uses" "the use of $4 on $3"
  if uses "$1" "$2" | grep -E 'readonly	off|canmount	on|mounted	yes'; then fail "$1:$2 is no copy"; fi
  expect_equal "$(on "$1" zfs get -H -r -s local -o name zwinnow:handover "$2")$(on "$3" zfs get -H -r -s local -o name zwinnow:handover "$4")" '' "what is remembered"
  expect_equal "$(on "$3" zfs get -H -r -s local -o name zwinnow:source "$4")" '' "records on what is in use"
  runs_on "$3" || fail "the service does not run on $3"
  ! runs_on "$1" || fail "the service runs on $1"
}

# --- Seed: the twins and their tree; the seed's walk-through with its two syncs ---
on source zfs create -o mountpoint=/srv/vm -o compression=lz4 tank/vm
on source zfs create tank/vm/data
on source zfs create -o canmount=noauto tank/vm/manual
on source zfs create -o readonly=on tank/vm/iso
on source zfs create -s -V 16M tank/vm/disk
on source udevadm settle
on source env ZWINNOW_DATASET=tank/vm vm start
first_uses=$(uses source tank/vm)
hooks=(--stop-cmd 'vm stop' --start-cmd 'vm start')
there=(handover "${hooks[@]}" source:tank/vm backup/vm)
back=(handover "${hooks[@]}" backup/vm source:tank/vm)

before=$(both_states)
said=$(zw "${there[@]}" --test)
expect_contains "$said" 'zfs unmount tank/vm/data'
expect_equal "$(both_states)" "$before" "what a dry run leaves"
zw sync -S source:tank/vm backup/vm

# --- There and back, with the service writing all the time ---
lines=0
for round in 1 2; do
  said=$(zw "${there[@]}" -v)
  expect_contains "$said" 'backup/vm is in use now, and tank/vm is its copy'
  handed source tank/vm backup backup/vm
  lines=$(whole_log backup /backup/vm "$lines")
  newest=$(on source zfs list -H -o name -s createtxg -t snapshot tank/vm/disk | tail -n 1 | sed 's/.*@//')
  expect_same_content "tank/vm/disk@$newest" "backup/vm/disk@$newest"
  expect_contains "$(zw "${there[@]}" -v)" 'Nothing to do'
  if ((round == 2)); then zw_on source handover "${hooks[@]}" backup:backup/vm tank/vm; else zw "${back[@]}"; fi
  handed backup backup/vm source tank/vm
  lines=$(whole_log source /srv/vm "$lines")
done
expect_equal "$(on source zpool history tank | grep -v content-of-volume | grep -cE 'zfs (destroy|rollback)')" 0 "destroys and rollbacks"

# What boots mounts what is in use, and not the copy.
on source env ZWINNOW_DATASET=tank/vm vm stop
on source zfs unmount -a
on backup zfs unmount -a
on source zfs mount -a
on backup zfs mount -a
expect_equal "$(uses source tank/vm)" "$first_uses" "what is mounted after a boot"
expect_equal "$(on backup zfs get -H -r -t filesystem -o value mounted backup/vm | sort -u)" no "copies after a boot"
on source env ZWINNOW_DATASET=tank/vm vm start

# --- The printed script does the same ---
zw "${there[@]}" --plan=sh | on backup sh -c 'cat >/root/script'
on backup sh /root/script
handed source tank/vm backup backup/vm
zw "${back[@]}"
handed backup backup/vm source tank/vm

# --- A start that fails, and a source that somebody else uses, are undone ---
on backup touch /root/refuse-start
zw_ends 5 backup "${there[@]}"
expect_contains "$said" 'start-cmd failed'
expect_contains "$said" 'Undone: tank/vm is in use again.'
on backup rm /root/refuse-start
handed backup backup/vm source tank/vm
on source sh -c '(cd /srv/vm/data && exec setsid sleep 300 >/dev/null 2>&1 </dev/null) & echo $! >/run/other.pid'
sleep 1
zw_ends 5 backup "${there[@]}"
expect_contains "$said" 'busy'
# shellcheck disable=SC2016 # expanded in the guest
on source sh -c 'kill "$(cat /run/other.pid)"; sleep 0.5'
handed backup backup/vm source tank/vm
lines=$(whole_log source /srv/vm "$lines")

# --- Killed at any step, the same command finishes it ---
places=('zfs recv')
[[ -z ${ZWINNOW_LAB_ALL:-} ]] || places+=('zfs unmount' 'vm start' 'zfs snapshot' 'zfs set readonly=on' 'zfs set readonly=off' 'zfs mount')
for word in "${places[@]}"; do
  on backup sh -c 'cat >/root/kill-at; chmod +x /root/kill-at' <<'END'
#!/bin/sh
# kill-at WORDS CMD…: the command is killed when it tells that it runs a command with these words.
words=$1
shift
setsid "$@" --debug >/root/killed.log 2>&1 </dev/null &
while kill -0 $! 2>/dev/null && ! grep -q -- "$words" /root/killed.log; do sleep 0.01; done
kill -KILL $! 2>/dev/null || :
wait $! 2>/dev/null
sleep 1
END
  on backup /root/kill-at "$word" zwinnow "${there[@]}"
  zw "${there[@]}"
  handed source tank/vm backup backup/vm
  zw "${back[@]}"
done
handed backup backup/vm source tank/vm
lines=$(whole_log source /srv/vm "$lines")

# --- Volumes and unmounted trees by users who are not root; what mounts is told before anything is changed ---
for guest in source backup; do on "$guest" sh -ec "useradd -m twin; usermod -p '*' twin; install -d -o twin -m 700 /home/twin/.ssh"; done
on backup sh -ec "cp /root/.ssh/known_hosts /home/twin/.ssh/; ssh-keygen -q -t ed25519 -N '' -f /home/twin/.ssh/id_ed25519; chown -R twin /home/twin/.ssh"
on backup cat /home/twin/.ssh/id_ed25519.pub | on source sh -ec 'cat >/home/twin/.ssh/authorized_keys; chown twin /home/twin/.ssh/*'
before=$(both_states)
as_user twin zw_ends 255 backup handover twin@source:tank/vm backup/vm
expect_contains "$said" '[Source] user twin cannot mount or unmount below tank/vm: on Linux only root can.'
expect_equal "$(both_states)" "$before" "what a refused run leaves"
rights=send,snapshot,hold,release,receive,mount,create,readonly,canmount,userprop
on source zfs create -s -V 16M tank/disk
on source udevadm settle
on source sh -c 'head -c 100000 /dev/urandom >/dev/zvol/tank/disk; zpool sync tank'
on source zfs allow -u twin "$rights,compression,volmode" tank
on backup zfs allow -u twin "$rights,compression,volmode" backup
as_user twin zw handover twin@source:tank/disk backup/disk
expect_equal "$(on source zfs get -H -o value readonly tank/disk) $(on backup zfs get -H -o value readonly backup/disk)" 'on off' "the volume, there"
on backup sh -c 'udevadm settle; head -c 200000 /dev/urandom >/dev/zvol/backup/disk; zpool sync backup'
as_user twin zw handover backup/disk twin@source:tank/disk
expect_equal "$(on source zfs get -H -o value readonly tank/disk) $(on backup zfs get -H -o value readonly backup/disk)" 'off on' "the volume, back"
on source sh -c 'udevadm settle; head -c 300000 /dev/urandom >/dev/zvol/tank/disk; zpool sync tank'
# A volume that is written to is read-only at once.
on source sh -c 'exec 3>/dev/zvol/tank/disk; zfs set readonly=on tank/disk; ! dd if=/dev/urandom bs=4096 count=1 oflag=direct of=/dev/fd/3 2>/dev/null; zfs set readonly=off tank/disk' ||
  fail "a read-only volume is written to"
# Filesystems that are not mounted, where the hooks do that.
on source zfs create -o canmount=noauto tank/home
as_user twin zw handover --no-mount twin@source:tank/home backup/home
expect_equal "$(on source zfs get -H -o value readonly tank/home) $(on backup zfs get -H -o value readonly backup/home)" 'on off' "a filesystem"

# --- The source is dead ---
zw sync source:tank/vm backup/vm
on source env ZWINNOW_DATASET=tank/vm vm stop
zw handover --promote-only backup/vm "${hooks[@]}"
runs_on backup || fail "the service does not run after a promotion"
expect_equal "$(uses backup backup/vm | grep -v iso)" "$(grep -v iso <<<"$first_uses")" "the use of a promoted tree"
on backup env ZWINNOW_DATASET=backup/vm vm stop
