# A run that is killed when any of its commands has just acted: the next one leaves what an undisturbed one would have left.
# shellcheck source=tests/e2e/killing.sh
. "$here/killing.sh"
make_job_to_be_killed
survives_death after 20 backup backup --ssh-source source --keep-source=1 --keep-target=2 offsite1 backup/server1
