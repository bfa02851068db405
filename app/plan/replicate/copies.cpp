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
    notes.push_back(with_more(*left_out.front(), left_out.size()) + ": skipped: it is a copy of " +
                    left_out.front()->copy_of->name +
                    ", and its selecting property was received. --include-received selects copies.");
  }
  if (!own_life.empty()) {
    notes.push_back(with_more(*own_life.front(), own_life.size()) + ": backed up: it shares snapshots with " +
                    own_life.front()->copy_of->name +
                    ", but has changes of its own. If it is only a copy, set its selecting property to false.");
  }
  return notes;
}

}  // namespace plan
