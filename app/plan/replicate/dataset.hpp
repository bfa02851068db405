#pragma once

#include "app/plan/draft.hpp"
#include "app/plan/replicate/scene.hpp"

namespace plan {

/// Plans one dataset. Where `needs` has anything, of this or another dataset, there is only what others' plans depend
/// on.
DatasetDraft plan_dataset(const Scene& scene, const Subject& subject, Needs& needs);

}  // namespace plan
