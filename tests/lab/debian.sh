# shellcheck shell=bash
# Packages of another Debian release than this machine's; sourced by what builds parts of the lab. $suite names it.
# ZWINNOW_LAB_MIRROR names a Debian mirror; without it the machine's own apt sources do.

# The mirror this machine uses for Debian itself (not the one for security updates).
mirror() {
  if [[ -n ${ZWINNOW_LAB_MIRROR:-} ]]; then
    printf '%s\n' "$ZWINNOW_LAB_MIRROR"
    return
  fi
  # shellcheck disable=SC2016 # the variables are apt's
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk '$2 == "main" && $1 ~ /^(bullseye|bookworm|trixie|forky|sid|oldstable|stable|testing|unstable)$/ && !n++ { print $3 }'
}

# with_suite CMD ARG…: an apt command about packages of $suite. Their lists lie in $apt; the machine's own are left alone,
# its proxy is used.
with_suite() { APT_CONFIG=${apt:?}/apt.conf "$@"; }

# Fills $apt, an empty folder.
open_suite() {
  local from
  from=$(mirror)
  [[ -n $from ]] || { echo "no Debian mirror in this machine's apt sources; name one in ZWINNOW_LAB_MIRROR" >&2; return 1; }
  mkdir -p "${apt:?}"/{lists/partial,cache/archives/partial}
  : >"$apt/status"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main contrib\n' "$from" "${suite:?}" >"$apt/sources.list"
  cat >"$apt/apt.conf" <<END
Dir::State "$apt";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Acquire::Languages "none";
APT::Sandbox::User "";
END
  with_suite apt-get -qq update
}

# unpack_packages FOLDER PACKAGE…: puts what is in packages of $suite into a folder; nothing is installed.
unpack_packages() {
  local folder=$1 package
  shift
  mkdir "$apt/packages"
  (cd "$apt/packages" && with_suite apt-get -qq download "$@")
  for package in "$apt"/packages/*.deb; do dpkg-deb -x "$package" "$folder"; done
  rm -r "$apt/packages"
}
