# shellcheck shell=bash
# How a guest's disk is made; sourced by build-image, which sets $here, $suite, $kernel, $from and $build. All that decides
# what is in an image lies in this folder: a change of any file here makes build-image build anew.

# Runs a command that makes files of many owners: as root, or as root of a user namespace.
with_owners() {
  if [[ $(id -u) -eq 0 ]]; then "$@"; else unshare --map-root-user --map-auto "$@"; fi
}

# The packages of a guest, with commas between them.
packages() {
  local lists=("${here:?}/image/packages")
  [[ ${kernel:?} != true ]] || lists+=("$here/image/packages-kernel")
  sed '/^#/d' "${lists[@]}" | paste -sd,
}

# Installs Debian $suite from the mirror $from as $build/root.tar.
install_system() {
  : "${here:?}" "${suite:?}" "${build:?}" "${from:?}"
  local proxy mode=root
  proxy=$(apt-config shell p Acquire::http::Proxy | sed "s/^p='\(.*\)'$/\1/")
  [[ $(id -u) -eq 0 ]] || mode=unshare
  # INITRD: one initrd at the end is enough.
  LAB_KEY=$(<"$build/key.pub") INITRD=No mmdebstrap --quiet --mode="$mode" --variant=minbase --components=main,contrib \
    --include="$(packages)" ${proxy:+--aptopt="Acquire::http::Proxy \"$proxy\""} \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --customize-hook="$here/image/customize \"\$1\"" \
    "$suite" "$build/root.tar" "$from" >"$build/log" 2>&1
}

# Makes an ext4 disk of the installed system in the current folder; needs no mount and no loop device.
make_disk() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  with_owners sh -eu -c '
    mkdir root
    tar -x --numeric-owner --exclude="./dev/*" -f root.tar -C root
    truncate -s 4G disk.raw
    mke2fs -q -t ext4 -E lazy_itable_init=0 -O ^has_journal -d root disk.raw
    for kernel in root/boot/vmlinuz-*; do
      [ -e "$kernel" ] || continue
      cp "$kernel" vmlinuz
      cp root/boot/initrd.img-* initrd
      chmod 644 vmlinuz initrd
    done
    rm -rf root root.tar'
}
