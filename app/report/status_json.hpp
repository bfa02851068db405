#pragma once

#include "app/report/json.hpp"
#include "app/status/status.hpp"

#include <vector>

namespace report {

using LineJson = Json<rapidjson::Writer<rapidjson::StringBuffer>>;

/// As the array "status" of the object that is being written.
void write_status(LineJson& json, const std::vector<status::JobStatus>& jobs);

}  // namespace report
