#include "app/plan/compile.hpp"
#include "app/plan/handover/handover.hpp"
#include "app/plan/handover/role.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(handovers)

namespace {

using plan::Handover;
using plan::HandoverRequest;
using plan::StageKind;
using zfs::Use;
using Uses = std::vector<Use>;

const HandoverRequest k_request{.source = "tank/vm", .target = "ssd2/vm", .stop = {"stop"}, .start = {"start"}};

Use filesystem(std::string name) {
  Use use{.name = std::move(name), .mounted = true, .canmount = "on"};
  use.mountpoint = "/" + use.name;
  return use;
}
Use volume(std::string name) {
  return {.name = std::move(name), .is_volume = true, .canmount = "-", .mountpoint = "-"};
}
Use copied(Use use) {
  use.read_only = true;
  use.mounted = false;
  if (use.canmount == "on") use.canmount = "noauto";
  return use;
}
Use remembering(Use use, std::string role, std::string source = "local") {
  use = copied(use);
  use.remembered = {std::move(role), std::move(source)};
  return use;
}

std::string stages_of(const Handover& handover) {
  std::string text;
  for (const plan::Stage& stage : handover.stages) text.append(text.empty() ? "" : " ").append(name_of(stage.kind));
  return text;
}

std::string lines(const std::vector<plan::Step>& steps) {
  const plan::Settings settings;
  const plan::Hosts hosts;
  std::string text;
  for (const plan::Step& step : steps)
    text += (plan::side_of(step) == plan::Side::source ? "S " : "T ") +
            transport::to_sh(plan::compile(step, {settings, hosts})) + "\n";
  return text;
}
std::string steps_of(const Handover& handover, StageKind kind) {
  for (const plan::Stage& stage : handover.stages) {
    if (stage.kind == kind) return lines(stage.steps);
  }
  return "none";
}
std::string undo_of(const Handover& handover, StageKind kind) {
  for (const plan::Stage& stage : handover.stages) {
    if (stage.kind == kind) return lines(stage.undo);
  }
  return "none";
}

const std::string k_all = "sync stop give_up last_sync take_over start tidy";
const std::string k_used = "readonly=off,canmount=on,mounted=yes";

}  // namespace

BOOST_AUTO_TEST_CASE(roles_survive_their_text) {
  for (const std::string text : {"readonly=off,canmount=on,mounted=yes", "readonly=on,canmount=off,mounted=no",
                                 "readonly=off,canmount=-,mounted=no"}) {
    const auto role = plan::parse_role(text);
    BOOST_REQUIRE(role.has_value());
    BOOST_TEST(to_text(*role) == text);
  }
  for (const std::string text :
       {"", "-", "readonly=off", "readonly=off,canmount=on,mounted=yes,", "readonly=off,canmount=x,mounted=yes",
        "canmount=on,readonly=off,mounted=yes", "readonly=off,canmount=on,mounted=maybe"})
    BOOST_TEST(!plan::parse_role(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(a_filesystem_and_a_volume_in_use) {
  const Uses source{filesystem("tank/vm"), volume("tank/vm/disk")};
  const Uses target{copied(filesystem("ssd2/vm")), copied(volume("ssd2/vm/disk"))};
  const Handover handover = plan_handover(k_request, source, target);
  BOOST_TEST(handover.refusal == "");
  BOOST_TEST(stages_of(handover) == k_all);
  BOOST_TEST(steps_of(handover, StageKind::give_up) ==
             "S zfs set readonly=on canmount=noauto zwinnow:handover=readonly=off,canmount=on,mounted=yes tank/vm\n"
             "S zfs set readonly=on zwinnow:handover=readonly=off,canmount=-,mounted=no tank/vm/disk\n"
             "S zfs unmount tank/vm\n");
  BOOST_TEST(undo_of(handover, StageKind::give_up) ==
             "S zfs set readonly=off tank/vm/disk\n"
             "S zfs set readonly=off canmount=on tank/vm\n"
             "S zfs mount tank/vm\n"
             "S zfs inherit zwinnow:handover tank/vm tank/vm/disk\n");
  BOOST_TEST(steps_of(handover, StageKind::take_over) ==
             "T zfs set readonly=off ssd2/vm/disk\n"
             "T zfs set readonly=off canmount=on ssd2/vm\n"
             "T zfs mount ssd2/vm\n");
  BOOST_TEST(undo_of(handover, StageKind::take_over) ==
             "T zfs set readonly=on ssd2/vm/disk\n"
             "T zfs set readonly=on canmount=noauto ssd2/vm\n"
             "T zfs unmount ssd2/vm\n");
  BOOST_TEST(undo_of(handover, StageKind::stop).find("S env") == 0U);
  BOOST_TEST(steps_of(handover, StageKind::start).find("T env") == 0U);
}

BOOST_AUTO_TEST_CASE(what_was_read_only_or_unmounted_stays_so) {
  Use iso = filesystem("tank/vm/iso"), manual = filesystem("tank/vm/manual"), legacy = filesystem("tank/vm/legacy");
  iso.read_only = true;
  manual.canmount = "noauto";
  manual.mounted = false;
  legacy.mountpoint = "legacy";
  const Uses source{filesystem("tank/vm"), iso, legacy, manual};
  Uses target;
  for (const Use& use : source) {
    target.push_back(copied(use));
    target.back().name = "ssd2/vm" + use.name.substr(7);
  }
  const Handover handover = plan_handover(k_request, source, target);
  BOOST_TEST(steps_of(handover, StageKind::take_over) ==
             "T zfs set canmount=on ssd2/vm/iso\n"
             "T zfs set readonly=off ssd2/vm/manual\n"
             "T zfs set readonly=off canmount=on ssd2/vm ssd2/vm/legacy\n"
             "T zfs mount ssd2/vm\n"
             "T zfs mount ssd2/vm/iso\n");
  const std::string given_up = steps_of(handover, StageKind::give_up);
  BOOST_TEST(given_up.find("zfs unmount tank/vm/iso\nS zfs unmount tank/vm\n") != std::string::npos);
  BOOST_TEST(given_up.find("unmount tank/vm/legacy") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_mounting) {
  HandoverRequest request = k_request;
  request.mounts = false;
  const Handover handover = plan_handover(request, {filesystem("tank/vm")}, {copied(filesystem("ssd2/vm"))});
  BOOST_TEST(steps_of(handover, StageKind::give_up).find("mount tank") == std::string::npos);
  BOOST_TEST(steps_of(handover, StageKind::take_over) == "T zfs set readonly=off canmount=on ssd2/vm\n");
}

BOOST_AUTO_TEST_CASE(a_killed_run_is_carried_on) {
  const Use source = filesystem("tank/vm"), target = filesystem("ssd2/vm");
  const Use given_up = remembering(source, k_used), copy = copied(target);
  Use still_mounted = given_up;
  still_mounted.mounted = true;

  // The source was given up, and is still mounted.
  Handover handover = plan_handover(k_request, {still_mounted}, {copy});
  BOOST_TEST(stages_of(handover) == "stop give_up last_sync take_over start tidy");
  BOOST_TEST(steps_of(handover, StageKind::stop) == "");
  BOOST_TEST(steps_of(handover, StageKind::give_up) == "S zfs unmount tank/vm\n");
  // Its target was taken over, or is.
  Use taken = target;
  taken.mounted = false;
  handover = plan_handover(k_request, {given_up}, {taken});
  BOOST_TEST(stages_of(handover) == "stop give_up take_over start tidy");
  BOOST_TEST(steps_of(handover, StageKind::take_over) == "T zfs mount ssd2/vm\n");
  BOOST_TEST(undo_of(handover, StageKind::give_up).find("zfs set readonly=off canmount=on tank/vm") !=
             std::string::npos);
  // Nothing is left.
  handover = plan_handover(k_request, {copied(source)}, {target});
  BOOST_TEST(handover.is_done_already);
  BOOST_TEST(handover.stages.empty());
  // By the operands exchanged it is taken back, without a sync.
  handover =
      plan::plan_handover({.source = "ssd2/vm", .target = "tank/vm", .stop = {}, .start = {}}, {copy}, {given_up});
  BOOST_TEST(stages_of(handover) == "take_over start tidy");
  BOOST_TEST(steps_of(handover, StageKind::take_over) ==
             "T zfs set readonly=off canmount=on tank/vm\nT zfs mount tank/vm\n");
}

/// Of a tree some may be given up, and others not yet.
BOOST_AUTO_TEST_CASE(a_run_that_was_killed_between_two_datasets) {
  const Uses source{remembering(filesystem("tank/vm"), k_used), filesystem("tank/vm/a")};
  const Uses target{copied(filesystem("ssd2/vm")), copied(filesystem("ssd2/vm/a"))};
  const Handover handover = plan_handover(k_request, source, target);
  BOOST_TEST(stages_of(handover) == k_all);
  BOOST_TEST(steps_of(handover, StageKind::take_over) ==
             "T zfs set readonly=off canmount=on ssd2/vm ssd2/vm/a\nT zfs mount ssd2/vm\nT zfs mount ssd2/vm/a\n");
}

BOOST_AUTO_TEST_CASE(what_only_travelled_or_is_inherited_is_not_remembered) {
  for (const std::string source : {"received", "inherited from tank", "default"}) {
    Use use = filesystem("tank/vm");
    use.remembered = {"readonly=on,canmount=off,mounted=no", source};
    BOOST_TEST(!plan::is_remembered(use));
    BOOST_TEST((plan::role_of(use) == plan::Role{.read_only = false, .mounted = true, .canmount = "on"}));
  }
}

BOOST_AUTO_TEST_CASE(refusals) {
  const Use source = filesystem("tank/vm"), target = filesystem("ssd2/vm"), copy = copied(target);
  const auto refusal = [](const Use& one, const Use& other) {
    return plan_handover(k_request, {one}, {other}).refusal;
  };
  BOOST_TEST(refusal(source, target).find("both may be in use") != std::string::npos);
  BOOST_TEST(refusal(copied(source), copy).find("both sides are read-only") != std::string::npos);
  Use keyless = copy, placeless = copy;
  keyless.lacks_key = true;
  placeless.mountpoint = "none";
  BOOST_TEST(refusal(source, keyless).find("zfs load-key ssd2/vm") != std::string::npos);
  BOOST_TEST(refusal(source, placeless).find("zfs set mountpoint=/PATH ssd2/vm") != std::string::npos);
  BOOST_TEST(refusal(source, copy) == "");
}

BOOST_AUTO_TEST_CASE(a_target_whose_source_is_dead) {
  const HandoverRequest request{.source = "", .target = "ssd2/vm", .stop = {}, .start = {"start"}};
  Use box = copied(filesystem("ssd2/vm/box"));
  box.came_with = "off";
  Handover handover = plan_promotion(request, {copied(filesystem("ssd2/vm")), box, copied(volume("ssd2/vm/disk"))});
  BOOST_TEST(stages_of(handover) == "take_over start tidy");
  BOOST_TEST(steps_of(handover, StageKind::take_over) ==
             "T zfs set readonly=off canmount=off zwinnow:handover=readonly=off,canmount=off,mounted=no ssd2/vm/box\n"
             "T zfs set readonly=off canmount=on zwinnow:handover=readonly=off,canmount=on,mounted=yes ssd2/vm\n"
             "T zfs set readonly=off zwinnow:handover=readonly=off,canmount=-,mounted=no ssd2/vm/disk\n"
             "T zfs mount ssd2/vm\n");
  BOOST_TEST(steps_of(handover, StageKind::tidy) ==
             "T zfs inherit zwinnow:source ssd2/vm ssd2/vm/box ssd2/vm/disk\n"
             "T zfs inherit zwinnow:handover ssd2/vm ssd2/vm/box ssd2/vm/disk\n");
  // It died while it was handed over: what it remembered came along.
  handover = plan_promotion(
      request, {remembering(filesystem("ssd2/vm"), "readonly=off,canmount=noauto,mounted=yes", "received")});
  BOOST_TEST(steps_of(handover, StageKind::take_over) ==
             "T zfs set readonly=off zwinnow:handover=readonly=off,canmount=noauto,mounted=yes ssd2/vm\n"
             "T zfs mount ssd2/vm\n");
  BOOST_TEST(plan_promotion(request, {filesystem("ssd2/vm")}).is_done_already);
}

/// The first properties that come with a stream would make zfs forget them.
BOOST_AUTO_TEST_CASE(what_is_set_on_a_former_source_stays) {
  plan::Transfer transfer;
  transfer.source = "ssd2/vm";
  transfer.snapshot = "2";
  transfer.base = "1";
  transfer.target = "tank/vm";
  transfer.kept = {"readonly=on", "mountpoint=/srv/vm"};
  transfer.inherits_mountpoint = true;
  plan::Settings settings;
  const plan::Hosts hosts;
  const auto text = [&] { return transport::to_sh(plan::compile({transfer}, {settings, hosts})); };
  BOOST_TEST(text().find("-o readonly=on -o mountpoint=/srv/vm") != std::string::npos);
  BOOST_TEST(text().find("-x mountpoint") == std::string::npos);
  // What the user says counts; zfs takes no property twice.
  settings.set_properties = {"readonly=off"};
  settings.filter_properties = {"mountpoint"};
  BOOST_TEST(text().find("readonly=on") == std::string::npos);
  BOOST_TEST(text().find("-o mountpoint") == std::string::npos);
  transfer.volume = true;
  settings.filter_properties = {};
  BOOST_TEST(text().find("mountpoint") == std::string::npos);
}

/// Whatever is done of a handover, at no time are both sides writable, and whoever comes next finishes it.
BOOST_AUTO_TEST_CASE(every_place_where_it_may_end) {
  const auto carry_out = [](const plan::Step& step, Uses& uses) {
    const auto find = [&uses](const std::string& name) -> Use& { return *std::ranges::find(uses, name, &Use::name); };
    if (const auto* const set = std::get_if<plan::SetProperties>(&step.action)) {
      for (const std::string& name : set->datasets) {
        Use& use = find(name);
        for (const std::string& assignment : set->assignments) {
          const std::string property = assignment.substr(0, assignment.find('='));
          const std::string value = assignment.substr(property.size() + 1);
          if (property == "readonly") use.read_only = value == "on";
          if (property == "canmount") use.canmount = value;
          if (property == zfs::k_handover_property) use.remembered = {value, "local"};
        }
      }
    } else if (const auto* const cleared = std::get_if<plan::ClearProperty>(&step.action)) {
      for (const std::string& name : cleared->datasets) {
        if (cleared->property == zfs::k_handover_property) find(name).remembered = {};
      }
    } else if (const auto* const mount = std::get_if<plan::MountDataset>(&step.action)) {
      find(mount->dataset).mounted = true;
    } else if (const auto* const unmount = std::get_if<plan::Unmount>(&step.action)) {
      find(unmount->dataset).mounted = false;
    }
  };
  const auto is_written_to = [](const Uses& uses) {
    return std::ranges::any_of(uses, [](const Use& use) { return !use.read_only; });
  };
  Use iso = filesystem("tank/vm/iso");
  iso.read_only = true;
  const Uses before{filesystem("tank/vm"), volume("tank/vm/disk"), iso};
  for (std::size_t end = 0;; ++end) {
    Uses source = before, target;
    for (const Use& use : source) {
      target.push_back(copied(use));
      target.back().name = "ssd2/vm" + use.name.substr(7);
    }
    const Uses copies = target;
    std::size_t done = 0;
    for (const plan::Stage& stage : plan_handover(k_request, source, target).stages) {
      for (const plan::Step& step : stage.steps) {
        if (done++ < end) carry_out(step, plan::side_of(step) == plan::Side::source ? source : target);
        BOOST_TEST(!(is_written_to(source) && is_written_to(target)));
      }
    }
    for (const plan::Stage& stage : plan_handover(k_request, source, target).stages) {
      for (const plan::Step& step : stage.steps)
        carry_out(step, plan::side_of(step) == plan::Side::source ? source : target);
    }
    BOOST_TEST_CONTEXT("ended after " << end) {
      for (std::size_t i = 0; i < before.size(); ++i) {
        BOOST_TEST((plan::role_of(target[i]) == plan::role_of(before[i])));
        BOOST_TEST(source[i].read_only);
        BOOST_TEST(source[i].canmount == copies[i].canmount);
        BOOST_TEST(!source[i].mounted);
        BOOST_TEST(!plan::is_remembered(source[i]));
      }
    }
    if (end > done) break;
  }
}

/// A run was killed when it had given up the root alone: what is below has inherited that.
BOOST_AUTO_TEST_CASE(what_is_below_a_root_that_was_given_up_was_not_read_only_itself) {
  Use below = filesystem("tank/vm/a");
  below.read_only = true;
  below.read_only_from = "tank/vm";
  const Uses source = {remembering(filesystem("tank/vm"), "readonly=off,canmount=on,mounted=yes"), below};
  const Uses target = {copied(filesystem("ssd2/vm")), copied(filesystem("ssd2/vm/a"))};
  const Handover handover = plan::plan_handover(k_request, source, target);
  const auto given_up = std::ranges::find(handover.stages, StageKind::give_up, &plan::Stage::kind);
  BOOST_REQUIRE(given_up != handover.stages.end());
  BOOST_TEST(lines(given_up->steps).find("zwinnow:handover=readonly=off,canmount=on,mounted=yes") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
