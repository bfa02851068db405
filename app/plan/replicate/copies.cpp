#include "app/plan/replicate/copies.hpp"

#include "app/plan/words.hpp"

namespace plan {

namespace {

std::string with_more(const selector::Decision& first, std::size_t count) {
  return "[Source] " + first.dataset->name + and_more(count);
}

}  // namespace

std::vector<std::string> notes_on_copies(const std::vector<selector::Decision>& selection) {
  std::vector<const selector::Decision*> left_out, own_life;
  for (const selector::Decision& decision : selection) {
    if (decision.copy_of == nullptr) continue;
    (decision.verdict == selector::Verdict::excluded_copy ? left_out : own_life).push_back(&decision);
  }
  std::vector<std::string> notes;
  if (!left_out.empty()) {
    notes.push_back(with_more(*left_out.front(), left_out.size()) + ": left out, as a copy of " +
                    left_out.front()->copy_of->name +
                    ": the property that selects it came with the stream. --include-received takes copies, too.");
  }
  if (!own_life.empty()) {
    notes.push_back(
        with_more(*own_life.front(), own_life.size()) + ": shares snapshots with " + own_life.front()->copy_of->name +
        ", and has changes of its own, so it is backed up. If it is a copy, set the property that selects it "
        "to false there.");
  }
  return notes;
}

}  // namespace plan
