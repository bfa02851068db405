# Wrong input: refused in one line that says what, where and what to do, and without a single command; what only the hosts can tell, before
# anything is changed.
make_job tank/data
at '2026-03-01 12:00:00'
pull
at '2026-03-02 12:00:00'
write source tank/data
remember

# refused_at_once TEXT -- ARG…: without looking at any pool.
refused_at_once() {
  local text=$1
  shift 2
  zw "$@"
  expect_refusal "$text"
  expect_no_commands
}
job=(backup --ssh-source source offsite1 backup/server1)
for schedule in 1x1y 1d1wfoo 0s1d ' 1d1w' '10, 1d1w' '10,' 1.5d1w 13m1y -1 2z1y 1d; do
  refused_at_once "--keep-target" -- "${job[@]}" "--keep-target=$schedule"
  refused_at_once "--keep-source" -- "${job[@]}" "--keep-source=$schedule"
done
refused_at_once "format" -- "${job[@]}" '--snapshot-format={}'
refused_at_once "format" -- "${job[@]}" '--snapshot-format={name}-%Y%m%d%H%M%S'
refused_at_once "format" -- "${job[@]}" '--snapshot-format={}-%Y@%m'
refused_at_once "format" -- "${job[@]}" '--property-format={'
refused_at_once "format" -- "${job[@]}" '--hold-format={x}'
refused_at_once "-oProxyCommand=x" -- backup --ssh-source=-oProxyCommand=x offsite1 backup/server1
refused_at_once "invalid ssh destination" -- backup '--ssh-source=a host' offsite1 backup/server1
# shellcheck disable=SC2016 # meant as it is
refused_at_once "invalid ssh destination" -- backup '--ssh-target=$(x)' offsite1 backup/server1
refused_at_once "BACKUP-NAME" -- backup 'off site' backup/server1
refused_at_once "Please specify BACKUP-NAME" -- backup --ssh-source source
refused_at_once "Target should not start with a /" -- backup --ssh-source source offsite1 /backup/server1
refused_at_once "is not the name of a dataset" -- backup --ssh-source source offsite1 backup/server1@x
refused_at_once "unexpected argument" -- "${job[@]}" more
refused_at_once "unrecognized option" -- "${job[@]}" --destroy-all
refused_at_once "--compress" -- "${job[@]}" --compress=best
refused_at_once "--clones" -- "${job[@]}" --clones=all
refused_at_once "--send-pipe" -- "${job[@]}" "--send-pipe= "
refused_at_once "--recv-pipe" -- "${job[@]}" "--recv-pipe=a 'b"
refused_at_once "--exclude-snapshot-pattern" -- "${job[@]}" "--exclude-snapshot-pattern=("
refused_at_once "--destroy-missing" -- "${job[@]}" --destroy-missing=30
refused_at_once "--max-destroy" -- "${job[@]}" --max-destroy=many
refused_at_once "--max-destroy" -- "${job[@]}" --max-destroy=101%
refused_at_once "--min-change" -- "${job[@]}" --min-change=1X
refused_at_once "--strip-path" -- "${job[@]}" --strip-path=-1
refused_at_once "--set-properties" -- "${job[@]}" --set-properties=readonly
refused_at_once "--buffer" -- "${job[@]}" --buffer=-i/etc/passwd
refused_at_once "--ssh-config" -- "${job[@]}" --ssh-config=
refused_at_once "unknown verb" -- bakcup offsite1
refused_at_once "no verb" --

# What the hosts tell. Without a target there are still snapshots.
write source tank/data
remember
zw backup --ssh-source source offsite1 backup/nosuch
expect_no_target "Target path 'backup/nosuch' does not exist. Please create this dataset first."
zw backup --ssh-source source --keep-source=0 --destroy-missing=0d offsite1 nopool/server1
expect_no_target "Target path 'nopool/server1' does not exist. Please create this dataset first."
zw backup --no-snapshot --ssh-source source offsite1 backup/nosuch
expect_refusal "Target path 'backup/nosuch' does not exist. Please create this dataset first."
zw backup --ssh-source source offsite2 backup/server1
expect_refusal "No source filesystems selected, please do a 'zfs set autobackup:offsite2=true'"
zw backup --test --ssh-source source offsite1 backup/nosuch
expect_status 255
expect_err "Target path 'backup/nosuch' does not exist"
expect_err 'The source would be snapshotted all the same'
expect_out 'exec zfs snapshot tank/data@'
expect_unchanged
zw backup --plan=sh --ssh-source source offsite1 backup/nosuch
expect_refusal "Target path 'backup/nosuch' does not exist"
[[ ! -s $WORK/out ]] || fail "a part of a script"

# A listing that fails, or breaks off, on either side.
for fault in 'source zfs get *:1:internal error: no luck' 'source zfs list *:1:internal error: no luck'; do
  FAKE_ZFS_FAULT=$fault pull
  expect_refusal 'internal error: no luck'
done
for fault in 'backup zfs list *:1:internal error: no luck' 'backup zfs get *:1:internal error: no luck'; do
  FAKE_ZFS_FAULT=$fault pull
  expect_no_target 'internal error: no luck'
done
for fault in 'kill:source zfs get *' 'killafter:source zfs list *' 'after:source zfs list *:1' 'kill:source zpool get*'; do
  FAKE_ZFS_FAULT=$fault pull
  expect_refusal '[Source] cannot read'
done
for fault in 'killafter:backup zfs list *' 'killafter:backup zfs get *' 'kill:backup zpool get*'; do
  FAKE_ZFS_FAULT=$fault pull
  expect_no_target '[Target] cannot read'
done

# Neither root nor allowed to.
FAKE_ZFS_FAULT='zfs *:1:Permission denied the ZFS utilities must be run as root.' pull
expect_refusal 'Permission denied the ZFS utilities must be run as root.'
FAKE_ZFS_FAULT='zfs snapshot*:1:cannot create snapshots : permission denied' pull
expect_status 1
expect_err 'cannot create snapshots : permission denied'
expect_unchanged
