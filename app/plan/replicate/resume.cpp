#include "app/plan/replicate/resume.hpp"

namespace plan {

Why why_useless(const zfs::TokenContents& token, const Resumable& now) {
  if (token.to_guid == 0) return "its no longer valid";
  if (!now.anything) return "its obsolete";  // these words are the original's
  if (!now.candidate) return "its snapshot is no longer on the source, or not to be sent";
  if (!now.wanted) return "we dont want that snapshot anymore";
  if (token.from_guid != now.base_guid) return "it does not start from the newest common snapshot";
  if (token.refused) return "its no longer valid";
  if (token.raw && !now.raw) return "it is raw, and would no longer be sent raw";
  if (!token.raw && now.raw) return "it is not raw, and would now be sent raw";
  return {};
}

}  // namespace plan
