#!/bin/bash
# The demo of README.md tells its whole story, on a machine's own ZFS, and leaves nothing behind.
# shellcheck source=tests/lab/lib.sh
. "$(dirname "$0")/../lib.sh"

on source mkdir /tmp/project
tar -C "$lab_here/../.." -c scripts | on source tar -C /tmp/project -x
told=$(on source env CI=true ZWINNOW=/usr/local/bin/zwinnow /tmp/project/scripts/demo --own 2>&1) || fail "it broke off:"$'\n'"$told"
expect_contains "$told" 'It is the same as before, byte for byte: 20000000 bytes'
expect_contains "$told" 'Its report is a page for a browser: /tmp/zwinnow-demo-report.html'
expect_contains "$(on source cat /tmp/zwinnow-demo-report.html)" '<title>'
on source rm /tmp/zwinnow-demo-report.html
expect_contains "$told" 'Demo complete: backed up, thinned and restored, on OpenZFS '
expect_equal "$(on source zpool list -H -o name)" tank "the pools that are left"
expect_equal "$(on source pgrep -fc zwinnow-demo || :)" 0 "the processes that are left"
on source rm -r /tmp/project
