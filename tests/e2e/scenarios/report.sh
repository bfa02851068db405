# `zwinnow report`: a page about a backup, of what both sides and the results of its runs tell. Nothing is changed.
make_job tank/home 'tank/my vm'
report() { zw report --ssh-source source "$@"; }
for day in 1 2 3; do
  at "2026-03-0$day 12:00:00"
  write source tank/home 500000
  write source 'tank/my vm' 300000
  pull
  expect_status 0
done
at '2026-03-04 12:00:00'
write source tank/home 1000000
zw_on source backup offsite1 # its snapshot is not sent
expect_status 0
mkdir "$WORK/status"
pull --test --json
cp "$WORK/out" "$WORK/status/offsite1.json"
at '2026-03-04 18:00:00'
remember

report offsite1 backup/server1 --status-dir "$WORK/status" --html "$WORK/page.html"
expect_status 0
expect_quiet
expect_unchanged
expect_equal "$(commands source 'zfs')" 7 "commands on the source"
expect_equal "$(commands backup 'zfs')" 5 "commands on the target"
expect_not_ran source 'zfs \(destroy\|snapshot\|send\|hold\|release\) '
page() { grep -q -F -e "$1" "$WORK/page.html" || fail "the page does not say: $1"; }
page '<h1>Backup offsite1</h1>'
page 'As it was on 2026-03-04 18:00: from source to backup/server1 on this host.'
page '<dd>2 of 3<small>1 can be sent, 0 cannot</small></dd>'
page '<td>tank/my vm</td>'
page '1.2 days'
page '977 KiB'
page 'zwinnow restore backup/server1/tank source:tank'
page 'newest common snapshot with backup/server1'
page 'Keep every 1 month, delete after 1 year.'
page '<span class="stays">Good (a test)</span>'
! grep -q '<script' "$WORK/page.html" || fail "it has a script"

# Errors of the last run with what to do; a file that is no result is told of, and so are those of other jobs only without a name.
FAKE_ZFS_FAULT='backup zfs recv*:1:cannot receive: out of space' pull --json
expect_status 1
cp "$WORK/out" "$WORK/status/offsite1.json"
recall
echo '{"zwinnow":"0.1","verb":"backup","job":"other","startTime":1,"endTime":2,"result":"ok"}' > "$WORK/status/other.json"
echo '<b>no</b>' > "$WORK/status/<i>.json"
report offsite1 backup/server1 --status-dir "$WORK/status" --html "$WORK/page.html"
expect_status 0
page '1 dataset failed'
page 'out of space'
page '<strong>Next step:</strong>'
page '&lt;i&gt;.json is no result of a run'
! grep -q -F 'backup other' "$WORK/page.html" || fail "it tells of another job"
zw report --status-dir "$WORK/status" --html "$WORK/page.html"
expect_status 0
expect_no_commands
page '<h1>Backups</h1>'
page 'backup other'

# Snapshots only; nothing selected; what cannot be.
zw_on source report offsite1 --html "$WORK/page.html"
expect_status 0
page 'snapshots only.'
zw_on source report nothing --html "$WORK/page.html"
expect_status 0
page 'The backup selects no dataset.'
for words in offsite1 '--html x' 'a b c --html x' 'offsite1 /backup --html x' 'offsite1 --keep-source x --html x' "--status-dir $WORK/none --html x"; do
  # shellcheck disable=SC2086 # words
  zw report $words
  expect_status 255
  expect_no_commands
done
expect_err "--status-dir: cannot read $WORK/none: No such file or directory"
