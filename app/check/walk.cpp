#include "app/check/walk.hpp"

#include <utility>
#include <vector>

namespace check {

void walk(const Folder& root, const Heed& heed, const Visit& visit) {
  std::vector<std::string> waiting = {""};  // paths beneath the root with a slash at the end, the next one last
  while (!waiting.empty()) {
    const std::string path = std::move(waiting.back());
    waiting.pop_back();
    heed();
    const Folder folder = root.folder(path);
    const Entries entries = folder.entries();
    for (const std::string& name : entries.files) visit(path + name, folder.file(name));
    for (auto name = entries.folders.rbegin(); name != entries.folders.rend(); ++name)
      waiting.push_back(path + *name + "/");
  }
}

}  // namespace check
