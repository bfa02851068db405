# shellcheck shell=bash
# How the kernel of a User Mode Linux guest is made, in steps that run in the folder of the build; sourced by
# build-kernel. All that decides what is in it lies in this folder, and in what is known of OpenZFS in image/: a change of
# these makes build-kernel build anew. They run under errexit.
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

# A process that is killed while it forks leaves a copy of its address space that was made in part, with a mark in its tree at
# the place (XA_ZERO_ENTRY, see dup_mmap). flush_tlb_mm takes the mark for an area of memory, and the kernel is at its end.
mend_kernel() {
  local file=arch/um/kernel/tlb.c
  sed -i -z 's/for_each_vma(vmi, vma)\n\t\tum_tlb_mark_sync([^;]*;/for_each_vma(vmi, vma) {\n\t\tif (xa_is_zero(vma))\n\t\t\tbreak;\n\t\tum_tlb_mark_sync(mm, vma->vm_start, vma->vm_end);\n\t}/' $file
  grep -q xa_is_zero $file || { echo "$file is not as it was when it was mended"; exit 1; }
}

configure_kernel() {
  cd linux
  mend_kernel
  make -s KCONFIG_ALLCONFIG="${here:?}/kernel/config" allnoconfig
}

# What is otherwise than in Debian's own kernel.
as_user_mode_linux() {
  grep -vwE 'HAVE_BIO_SET_DEV_GPL_ONLY|HAVE_KERNEL_FPU_INTERNAL|HAVE_VFS_MIGRATE_FOLIO'
  printf '#define %s 1\n' HAVE_1ARG_ASSIGN_STR HAVE_DECLARE_EVENT_CLASS HAVE_KERNEL_FPU KERNEL_EXPORTS_X86_FPU
}

# OpenZFS becomes a part of the kernel's source. What its configure found out about these two versions is at hand; for
# others it is run.
configure_zfs() {
  local found
  found=$here/image/zfs-$(sed -n 's/^Version: *//p' zfs/META)-linux-$(make -s -C linux kernelversion | cut -d. -f1,2).h
  if [[ -e $found ]]; then
    as_user_mode_linux <"$found" >zfs/zfs_config.h
    sed -e 's/@KERNEL_DEBUG_CPPFLAGS@/-UDEBUG -DNDEBUG/' -e '/^@CONFIG_QAT_TRUE@/d' -e 's/@[A-Z_]*@//g' zfs/module/Kbuild.in >zfs/module/Kbuild
  else
    echo "there is no $found"
    make -s -C linux -j"$(nproc)" modules_prepare
    (cd zfs && ./configure --with-config=kernel --enable-linux-builtin --with-linux="$PWD/../linux" --with-linux-obj="$PWD/../linux")
  fi
  add_zfs
}

# What OpenZFS's copy-builtin does, which wants a whole source tree; the package lacks what writes the last header.
add_zfs() {
  cp -R zfs/include linux/include/zfs
  cp -R zfs/module linux/fs/zfs
  cp zfs/zfs_config.h linux/include/zfs/
  echo '#define ZFS_META_GITREV "packaged"' >linux/include/zfs/zfs_gitrev.h
  printf '%s\n' 'config ZFS' '  bool "OpenZFS"' '  depends on EFI_PARTITION && BLOCK' '  select ZLIB_INFLATE' '  select ZLIB_DEFLATE' >linux/fs/zfs/Kconfig
  sed -i '1i source "fs/zfs/Kconfig"' linux/fs/Kconfig
  # shellcheck disable=SC2016 # the variable is make's
  echo 'obj-$(CONFIG_ZFS) += zfs/' >>linux/fs/Makefile
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
