# shellcheck shell=sh
# The one place that installs Debian packages for the scripts of this project. To be sourced:
#   . scripts/lib/install.sh; need_packages cmake ninja-build
# Nothing happens when all are there. It asks first, unless CI is set or it is root without a terminal.

# What the lab's guests are made with, whatever they are made of (tests/lab/lab).
# shellcheck disable=SC2034 # for those who source this
lab_packages='qemu-system-x86 mmdebstrap e2fsprogs debian-archive-keyring openssh-client'
# And the kernel of those that are User Mode Linux.
# shellcheck disable=SC2034
kernel_packages='gcc make flex bison bc kmod perl xz-utils'

# What watches and operates zwinnow, for the tests in tests/services.
# shellcheck disable=SC2034
service_packages='postgresql zabbix-server-pgsql zabbix-frontend-php php-pgsql zabbix-agent prometheus prometheus-node-exporter monit php-cli curl chromium chromium-driver
  debhelper lintian mmdebstrap debian-archive-keyring'

# Prints those of the named packages that are not installed.
missing_packages() {
  for mp_name in "$@"; do
    case $(dpkg-query -W -f '${db:Status-Status}' "$mp_name" 2>/dev/null || :) in
      installed) ;;
      *) printf '%s\n' "$mp_name" ;;
    esac
  done
}

# True when the packages may be installed: nobody is there to ask, or the person says yes.
may_install() {
  [ -z "${CI:-}" ] || return 0
  if [ ! -t 0 ]; then
    [ "$(id -u)" -eq 0 ] && return 0
    return 1
  fi
  printf 'These packages are missing: %s\nInstall them with apt-get? [y/N] ' "$*" >&2
  read -r mi_answer || return 1
  case $mi_answer in
    [yY]*) return 0 ;;
    *) return 1 ;;
  esac
}

# Runs a command as root: as it is, or through sudo where there is one.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "root is needed for: $*" >&2
    return 1
  fi
}

# Sees to it that the named Debian packages are installed; fails, saying what to do, when they cannot be.
need_packages() {
  if ! command -v dpkg-query >/dev/null; then
    echo "this is not a Debian system; what these packages hold is needed: $*" >&2
    return 1
  fi
  np_missing=$(missing_packages "$@" | tr '\n' ' ')
  np_missing=${np_missing% }
  [ -n "$np_missing" ] || return 0
  # shellcheck disable=SC2086 # the list is meant to be split into words, here and below
  if ! may_install $np_missing; then
    echo "packages are missing; install them first: apt-get install $np_missing" >&2
    return 1
  fi
  echo "installing: $np_missing" >&2
  as_root apt-get -qq update >&2 || return 1
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends install $np_missing >/dev/null
}
