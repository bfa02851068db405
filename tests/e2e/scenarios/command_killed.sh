# A command that dies, a stream that breaks off: never a success, and the next run leaves what an undisturbed one would have left.
# shellcheck source=tests/e2e/killing.sh
. "$here/killing.sh"
make_job_to_be_killed
survives_death alone 20 backup backup --ssh-source source --keep-source=1 --keep-target=2 offsite1 backup/server1
