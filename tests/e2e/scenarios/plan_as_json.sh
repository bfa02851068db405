# --plan=json: one valid JSON text with a verdict and a reason for every snapshot, and every step; also for what fails.
make_job tank/data tank/bad
each_day 1 4 tank/data pull
on source zfs snapshot tank/data@foreign
on source zfs hold somebody "tank/data@$(days 2)"
on source zfs clone "tank/data@$(days 3)" tank/clone
on source zfs set autobackup:offsite1=false tank/clone
write backup backup/server1/tank/bad
write source tank/bad
write source tank/data
at '2026-03-05 12:00:00'
remember
pull --plan=json --keep-source=1 --keep-target=1,1d1w
expect_status 1
expect_unchanged
plan=$WORK/out
ask() { jq -r "$1" "$plan" || fail "not JSON"; }
expect_equal "$(jq -s length "$plan")" 1 "JSON texts"
expect_equal "$(ask '.datasets[] | .source + " " + .outcome' | xargs)" 'tank up_to_date tank/bad target_modified tank/data transfers' "outcomes"
expect_equal "$(ask '.excluded | join(" ")')" tank/clone "excluded ones"
expect_equal "$(ask '.datasets[1].reason')" "target has been modified (100000 bytes) since backup/server1/tank/bad@$(days 1), as mounting or reading a writable copy may do. To lose that: --rollback once" "the reason"
expect_equal "$(ask '[.datasets[2].source_snapshots[].snapshot] | join(" ")')" "$(days 1 2 3 4) foreign $(days 5)" "source snapshots"
expect_equal "$(ask '[.datasets[2].target_snapshots[].snapshot] | join(" ")')" "$(days 1 2 3 4 5)" "target snapshots"
expect_equal "$(ask '[.datasets[].source_snapshots[]?, .datasets[].target_snapshots[]? | select((.reason // "") == "")] | length')" 0 "verdicts without a reason"
reason() { ask ".datasets[2].${2}_snapshots[] | select(.snapshot == \"$1\") | \"\\(.keep) \\(.reason)\""; }
expect_equal "$(reason "$(days 1)" source)" 'false no rule of the schedule keeps it'
expect_equal "$(reason "$(days 2)" source)" "true held by 'somebody'"
expect_equal "$(reason "$(days 3)" source)" 'true it has clones'
expect_equal "$(reason foreign source)" 'true not ours: its name does not match the snapshot format'
expect_equal "$(reason "$(days 5)" source)" 'true one of the last 1'
expect_equal "$(reason "$(days 1)" target)" 'true oldest in its block of: Keep every 1 day, delete after 1 week.'
expect_equal "$(ask '[.phases[].phase] | join(" ")')" 'snapshot transfer verify hold release hold post-clean' "phases"
expect_equal "$(ask '[.phases[].steps[] | select(.command == "" or .step == "" or (.side != "source" and .side != "target"))] | length')" 0 "steps without a command"
expect_equal "$(ask '[.phases[].steps[] | select(.step == "destroy_snapshots" and (.why // "") == "")] | length')" 0 "destroys without a reason"
# What it says it would destroy is what goes; what it says it keeps stays.
gone=$(ask '.datasets[2].source_snapshots[] | select(.keep | not) | .snapshot' | sort | xargs)
before=$(snapshots_of source tank/data)
pull --keep-source=1 --keep-target=1,1d1w
after=$(snapshots_of source tank/data)
expect_equal "$(comm -23 <(tr ' ' '\n' <<< "$before" | sort) <(tr ' ' '\n' <<< "$after" | sort) | xargs)" "$gone" "what went"
