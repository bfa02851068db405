#pragma once

#include "app/check/file.hpp"
#include "app/check/hasher.hpp"

#include <functional>
#include <string>

namespace check {

/// Gets a regular file and its path beneath the folder.
using Visit = std::function<void(const std::string& path, const File& file)>;

/// Visits every regular file beneath `root`: first those in it, then folder by folder what is in those; all by name, in
/// the order of bytes, so that equal folders are visited alike. Links are not followed. `heed` is called for each
/// folder. Throws FileError for what cannot be opened.
void walk(const Folder& root, const Heed& heed, const Visit& visit);

}  // namespace check
