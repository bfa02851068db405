#include "app/plan/replicate/one_stream.hpp"

#include <algorithm>

namespace plan {

namespace {

/// Null: there is more to do than to send.
const Transfer* sending(const Step& step) {
  return std::get_if<Transfer>(&step.action);
}

/// Why not; empty: its streams are what one of all datasets would bring.
std::string why_apart(const DatasetDraft& draft, const Transfer& first, const Transfer& last) {
  const std::string& name = draft.plan.source->name;
  if (has_failed(draft.plan)) return name + " fails";
  if (draft.transfers.empty()) return name + " has nothing to send";
  if (!std::ranges::all_of(draft.transfers, sending) || !sending(draft.transfers.front())->token.empty())
    return name + " needs more than its snapshots";
  if (sending(draft.transfers.front())->base != first.base) return name + " has another base";
  if (sending(draft.transfers.back())->snapshot != last.snapshot) return name + " lacks the snapshot " + last.snapshot;
  return {};
}

Transfer joined(const std::vector<Step>& streams) {
  Transfer all = *sending(streams.front());
  for (auto stream = streams.begin() + 1; stream != streams.end(); ++stream) {
    all.between.push_back(all.snapshot);
    const Transfer& next = *sending(*stream);
    all.between.insert(all.between.end(), next.between.begin(), next.between.end());
    all.snapshot = next.snapshot;
  }
  all.replicates = true;
  all.resumable = false;  // a token stands for one dataset of many; what is missing goes dataset by dataset
  all.small = false;
  return all;
}

}  // namespace

std::string join_streams(std::vector<DatasetDraft>& drafts, const Options& options) {
  const auto sends = [](const DatasetDraft& draft) { return !draft.transfers.empty(); };
  if (!options.replicate || std::ranges::none_of(drafts, sends)) return {};
  DatasetDraft& root = drafts.front();
  if (root.transfers.empty() || !std::ranges::all_of(root.transfers, sending))
    return root.plan.source->name + " has nothing to send, or needs more than its snapshots";
  const Transfer first = *sending(root.transfers.front()), last = *sending(root.transfers.back());
  for (const DatasetDraft& draft : drafts) {
    if (std::string why = why_apart(draft, first, last); !why.empty()) return why;
  }
  Transfer all = joined(root.transfers);
  for (DatasetIndex i = 0; i < drafts.size(); ++i) {
    all.raw = all.raw || sending(drafts[i].transfers.front())->raw;
    if (i == 0) continue;
    drafts[i].transfers.clear();
    drafts[i].plan.carried_by = 0;
    drafts[i].plan.waits_for.assign(1, 0);
  }
  root.transfers = {{std::move(all), 0, "--replicate"}};
  return {};
}

}  // namespace plan
