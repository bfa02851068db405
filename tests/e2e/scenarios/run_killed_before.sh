# A run that is killed before any of its commands, in the middle of any stream too: the next one leaves what an undisturbed one would have left.
# shellcheck source=tests/e2e/killing.sh
. "$here/killing.sh"
make_job_to_be_killed
survives_death before 20 backup backup --ssh-source source --keep-source=1 --keep-target=2 offsite1 backup/server1
