#include "app/verbs/verbs.hpp"

#include <array>

namespace app::verbs {

cli::Verbs all() {
  static const std::array k_all = {k_backup,  k_sync,     k_match,  k_clone, k_rollback, k_handover,
                                   k_restore, k_snapshot, k_thin,   k_list,  k_simulate, k_status,
                                   k_report,  k_allow,    k_verify, k_check, k_holds};
  return k_all;
}

}  // namespace app::verbs
