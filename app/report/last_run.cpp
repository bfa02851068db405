#include "app/report/last_run.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

namespace report {

namespace {

using rapidjson::Value;

/// Null: there is no such member.
const Value* find_member(const Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::string text_of(const Value& object, const char* name) {
  const Value* const value = find_member(object, name);
  return value == nullptr || !value->IsString() ? "" : std::string(value->GetString(), value->GetStringLength());
}

std::uint64_t count_of(const Value& object, const char* name) {
  const Value* const value = find_member(object, name);
  return value == nullptr || !value->IsUint64() ? 0 : value->GetUint64();
}

bool is_true(const Value& object, const char* name) {
  const Value* const value = find_member(object, name);
  return value != nullptr && value->IsTrue();
}

/// Years of four digits: what comes later no clock says.
thinner::Time time_of_run(const Value& object, const char* name) {
  constexpr std::uint64_t k_latest = 253'402'300'799;
  const Value* const value = find_member(object, name);
  if (value == nullptr || !value->IsUint64() || value->GetUint64() > k_latest)
    throw NoRun(std::string(name) + " is no time");
  return thinner::Time{std::chrono::seconds(value->GetUint64())};
}

}  // namespace

LastRun parse_run(std::string_view json) {
  rapidjson::Document document;
  // Not recursive: what is in a file must not exhaust the stack.
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError()) throw NoRun(rapidjson::GetParseError_En(document.GetParseError()));
  if (!document.IsObject() || find_member(document, "zwinnow") == nullptr) throw NoRun("it is no object of zwinnow");
  LastRun run{.verb = text_of(document, "verb"),
              .job = text_of(document, "job"),
              .target = text_of(document, "targetVolume"),
              .result = text_of(document, "result"),
              .is_test = is_true(document, "test"),
              .start = time_of_run(document, "startTime"),
              .end = time_of_run(document, "endTime"),
              .bytes = count_of(document, "replicationSize"),
              .failed = count_of(document, "datasetsFailed"),
              .errors = {}};
  const Value* const errors = find_member(document, "errors");
  if (errors == nullptr || !errors->IsArray()) return run;
  for (const Value& error : errors->GetArray()) {
    if (!error.IsObject()) continue;
    run.errors.push_back({text_of(error, "dataset"), text_of(error, "message"), text_of(error, "nextStep")});
  }
  return run;
}

}  // namespace report
