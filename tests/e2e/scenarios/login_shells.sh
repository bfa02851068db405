# Whatever the login shell on the other hosts: names with spaces, and property values with all that shells find special, arrive as they are.
# shellcheck disable=SC2016,SC1003 # meant as they are
odd='x:odd=a'\''b"c$d`e\f!g%h*i;j|k&l<m>n(o)p{q}r[s]t~u#v  w'
values() { on backup zfs get -H -o value x:odd "$1"; }
make_job tank/data 'tank/my docs'
remember
tried=0 turn=0
for shell in sh bash csh tcsh fish zsh dash; do
  command -v "$shell" > /dev/null || continue
  tried=$((tried + 1)) turn=$((turn + 1)) # another way for the next shell
  export FAKE_LOGIN_SHELL=$shell
  for options in '' '--buffer=16M'; do
    for how in 'backup --ssh-source source' 'source --ssh-target backup' 'middle --ssh-source source --ssh-target backup'; do
      taken "$((turn++))" || continue
      recall
      at '2026-03-01 12:00:00'
      # shellcheck disable=SC2086 # words
      zw_on ${how%% *} backup ${how#* } $options --set-properties "$odd" offsite1 backup/server1
      expect_status 0
      expect_quiet
      expect_snapshots backup 'backup/server1/tank/my docs' "$(days 1)"
      expect_equal "$(values 'backup/server1/tank/my docs')" "${odd#*=}" "the property by $how with $shell"
    done
  done
  # A stage that fails is seen through each of them.
  recall
  FAKE_ZFS_FAULT='zfs send *my docs*:1:no luck' pull --buffer=16M
  expect_status 1
  expect_err '! [Source] tank/my docs: FAILED:'
  # So does the script.
  recall
  same_as_script backup --ssh-source source --buffer=16M --set-properties "$odd" offsite1 backup/server1
done
((tried >= 3)) || fail "only $tried shells here"
