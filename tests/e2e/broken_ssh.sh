# shellcheck shell=bash
# For scenarios: connections that cannot be made.

# An ssh that $FAILS names by number, such as '1 3', and that says $SAID then.
mkdir "$WORK/bin"
cat > "$WORK/bin/ssh" << 'SSH'
#!/bin/sh
case " $* " in *" -G "* | *" -O "*) exec "$FAKE_BIN/ssh" "$@" ;; esac
calls=1
until mkdir "$WORK/call.$calls" 2> /dev/null; do calls=$((calls + 1)); done
case " $FAILS " in *" $calls "*) echo "${SAID:-ssh: connect to host there port 22: Connection refused}" >&2; exit 255 ;; esac
exec "$FAKE_BIN/ssh" "$@"
SSH
chmod +x "$WORK/bin/ssh"
# failing 'N N…' CMD ARG…: from what was remembered; the connections of these numbers fail.
failing() {
  export FAILS=$1
  shift
  rm -rf "$WORK"/call.*
  recall
  PATH=$WORK/bin:$PATH "$@"
}
