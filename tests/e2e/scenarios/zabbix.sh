# --zabbix: the results of a run go to zabbix_sender, which is a stub here; the real one is in tests/services/zabbix. And what users of the
# original do: the exit code goes to a script of their own.
mkdir "$WORK/bin"
export PATH=$WORK/bin:$PATH
sender() { # COMMAND…: what zabbix_sender does after it has read everything
  printf '#!/bin/bash\nprintf "%%s\\n" "$*" > "%s"\ncat > "%s"\n%s\n' "$WORK/arguments" "$WORK/values" "$*" > "$WORK/bin/zabbix_sender"
  chmod +x "$WORK/bin/zabbix_sender"
}
answers() { sender "echo 'Response from \"127.0.0.1:10051\": \"processed: $1; failed: $2; total: 9; seconds spent: 0.000100\"'; echo 'sent: 9; skipped: 0; total: 9'; exit $3"; }
# value KEY: of the only line of that key.
value() { grep -F -e "- \"$1\" " "$WORK/values" | sed 's/.*" "\(.*\)"$/\1/'; }

make_job tank/data 'tank/my files'
at '2026-03-01 12:00:00'
answers 9 0 0
pull --zabbix
expect_status 0
expect_quiet
expect_equal "$(cat "$WORK/arguments")" "-c /etc/zabbix/zabbix_agentd.conf -i -" "its arguments"
job='\"backup offsite1 backup/server1\"'
expect_equal "$(value "zwinnow.exit[$job]") $(value "zwinnow.result[$job]") $(value "zwinnow.failed[$job]") $(value "zwinnow.snapshots[$job]")" "0 ok 0 3" "the results"
expect_equal "$(value "zwinnow.dataset.snapshots[$job,\\\"tank/my files\\\",target]")" 1 "snapshots of a copy"
expect_equal "$(value zwinnow.jobs | sed 's/\\"/"/g' | jq -c .)" '[{"{#JOB}":"backup offsite1 backup/server1","{#NAME}":"offsite1","{#VERB}":"backup"}]' "the discovery of the job"
expect_equal "$(value zwinnow.datasets | sed 's/\\"/"/g' | jq -r '.[]["{#DATASET}"]' | tr '\n' ',')" 'tank,tank/data,tank/my files,' "the discovery of the datasets"

# What is not discovered yet is refused: nothing to tell.
answers 2 7 2
pull --zabbix="$WORK/my agent.conf"
expect_status 0
expect_quiet
expect_equal "$(cat "$WORK/arguments")" "-c $WORK/my agent.conf -i -" "its arguments"

# A failed run tells why. A dry run tells nothing, and neither does one that comes second.
write source tank/data
write backup backup/server1/tank/data
at '2026-03-02 12:00:00'
pull --zabbix
expect_status 1
expect_equal "$(value "zwinnow.exit[$job]")" 1 "the exit code"
[[ $(value "zwinnow.result[$job]") == 'failed: tank/data: '* ]] || fail "the result: $(value "zwinnow.result[$job]")"
rm "$WORK/values"
pull --zabbix --test
[[ ! -e $WORK/values ]] || fail "a dry run is told"

# A server that is away, slow, or takes nothing: one warning, and the exit code stays.
on backup zfs rollback backup/server1/tank/data@offsite1-20260301120000
expect_warning() { # TEXT
  expect_status 0
  expect_equal "$(cat "$WORK/out" "$WORK/err" | wc -l)" 1 "lines"
  expect_out "NOTE: --zabbix: $1"
}
at '2026-03-03 12:00:00'
answers 0 9 2
pull --zabbix
expect_warning 'the server takes none of the values: is the template zwinnow linked to this host, and is Hostname in the agent'
sender 'echo "zabbix_sender [1]: DEBUG: In connect(): cannot connect to [[127.0.0.1]:10051]" >&2; exit 1'
pull --zabbix
expect_warning "zabbix_sender: zabbix_sender [1]: DEBUG: In connect(): cannot connect"
sender 'exit 0'
pull --zabbix
expect_warning "zabbix_sender does not say whether the server has the values. To see why: zabbix_sender -vv -c /etc/zabbix/zabbix_agentd.conf -k zwinnow.jobs -o '[]'"
printf '#!/bin/sh\nexec sleep 600\n' > "$WORK/bin/zabbix_sender"
begun=$SECONDS
pull --zabbix
expect_warning "no answer in 10 s from the server of the agent's configuration"
((SECONDS - begun < 60)) || fail "it held up the run"
printf '#!/bin/sh\nexec <&-\necho "processed: 9; failed: 0"\n' > "$WORK/bin/zabbix_sender" # does not read what it is given
pull --zabbix
expect_status 0
expect_quiet
rm "$WORK/bin/zabbix_sender"
pull --zabbix
expect_warning 'zabbix_sender: '

# The names of the template are those that are sent.
template=$here/../../packaging/zabbix/zwinnow.yaml
answers 9 0 0
pull --zabbix
sed -nE 's/^- "(zwinnow\.[a-z.]+).*/\1/p' "$WORK/values" | sort -u > "$WORK/sent"
sed -nE "s/^ +key: '?(zwinnow\.[a-z.]+).*/\1/p" "$template" | sort -u > "$WORK/known"
diff "$WORK/sent" "$WORK/known" > "$WORK/out" || fail "not the keys of the template"

# The exit code goes to a script of the user's own, as ever.
printf '#!/bin/sh\necho "$@" >> "%s"\n' "$WORK/statuses" > "$WORK/bin/zabbix-job-status"
chmod +x "$WORK/bin/zabbix-job-status"
on source zfs snapshot tank/data@kept
write backup backup/server1/tank/data
write source tank/data
at '2026-03-04 12:00:00'
cron_line() { faked backup sh -c "'$ZWINNOW' backup --ssh-source source offsite1 backup/server1; zabbix-job-status backup_x daily \$?" > "$WORK/out" 2> "$WORK/err"; }
cron_line
on backup zfs rollback backup/server1/tank/data@offsite1-20260302120000
cron_line
FAKE_SSH_FAIL='source:255:No route to host' cron_line
expect_equal "$(cat "$WORK/statuses")" 'backup_x daily 1
backup_x daily 0
backup_x daily 255' "what the script is told"
