# shellcheck shell=bash
# How the kernel of a User Mode Linux guest is made, in steps that run in the folder of the build; sourced by
# build-kernel. All that decides what is in it lies in this folder: a change of any file here makes build-kernel build
# anew. They run under errexit.
# shellcheck disable=SC2164
export ARCH=um KBUILD_BUILD_USER=lab KBUILD_BUILD_HOST=lab

fetch_sources() {
  # shellcheck disable=SC2034 # used by debian.sh
  apt=$PWD/apt
  open_suite
  unpack_packages "$PWD" linux-source-6.12 zfs-dkms
  tar -x --strip-components=1 --one-top-level=linux -f usr/src/linux-source-*.tar.xz
  mv -T usr/src/zfs-* zfs
}

configure_kernel() {
  cd linux
  make -s KCONFIG_ALLCONFIG="${here:?}/kernel/config" allnoconfig
  make -s -j"$(nproc)" modules_prepare
}

# OpenZFS as a part of the kernel's source. The package lacks a script that writes one header.
configure_zfs() {
  local linux=$PWD/linux
  cd zfs
  ./configure --with-config=kernel --enable-linux-builtin --with-linux="$linux" --with-linux-obj="$linux"
  ./copy-builtin "$linux"
  echo '#define ZFS_META_GITREV "packaged"' >"$linux/include/zfs/zfs_gitrev.h"
}

compile() {
  local option
  cd linux
  make -s KCONFIG_ALLCONFIG="$here/kernel/config" allnoconfig
  while read -r option; do
    grep -qxF "$option" .config || { echo "the kernel has no $option"; exit 1; }
  done < <(grep '^CONFIG_' "$here/kernel/config")
  make -s -j"$(nproc)" linux modules
  make -s modules_install INSTALL_MOD_PATH="$PWD/installed" INSTALL_MOD_STRIP=1 DEPMOD=/sbin/depmod
  mkdir ../result
  mv installed/lib/modules ../result/modules
  rm -f ../result/modules/*/{build,source}
  strip -o ../result/linux linux
}
