#include "job.hpp"

#include <boost/test/unit_test.hpp>

namespace {

const selector::Setting k_on{"on", "default"};
const selector::Setting k_inherits{"/tank", "default"};

}  // namespace

BOOST_AUTO_TEST_SUITE(mounting)

BOOST_AUTO_TEST_CASE(by_the_properties_that_arrive) {
  const struct {
    const char* name;
    selector::Setting canmount, mountpoint;
    Lines filtered, set;
    bool is_mounted;
  } cases[] = {
      {"as usual", k_on, k_inherits, {}, {}, true},
      {"canmount off", {"off", "local"}, k_inherits, {}, {}, false},
      {"canmount noauto, received", {"noauto", "received"}, k_inherits, {}, {}, false},
      {"canmount off is filtered", {"off", "local"}, k_inherits, {"canmount"}, {}, true},
      {"canmount is set", k_on, k_inherits, {}, {"canmount=noauto"}, false},
      {"canmount is set to on", {"off", "local"}, k_inherits, {}, {"canmount=on"}, true},
      {"the last that is set counts", k_on, k_inherits, {}, {"canmount=noauto", "canmount=on"}, true},
      {"another property of like name", k_on, k_inherits, {}, {"canmountx=off", "xcanmount=off"}, true},
      {"no mountpoint", k_on, {"none", "local"}, {}, {}, false},
      {"legacy", k_on, {"legacy", "local"}, {}, {}, false},
      {"no mountpoint, but not sent", k_on, {"none", "inherited from tank"}, {}, {}, true},
      {"no mountpoint is filtered", k_on, {"none", "local"}, {"mountpoint"}, {}, true},
      {"elsewhere", k_on, {"/data", "local"}, {}, {}, true},
      {"over the root", k_on, {"/", "local"}, {}, {}, false},
      {"over a system directory", k_on, {"/var", "received"}, {}, {}, false},
      {"set to a system directory", k_on, k_inherits, {}, {"mountpoint=/usr"}, false},
  };
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.name) {
      Job job;
      WorldDataset& tank = job.source("tank", {"d1"});
      tank.canmount = test.canmount;
      tank.mountpoint = test.mountpoint;
      job.options.filter_properties = test.filtered;
      job.options.set_properties = test.set;
      expect(job.lines({"mount"}), test.is_mounted ? Lines{"mount backup/tank"} : Lines{});
    }
  }
}

BOOST_AUTO_TEST_CASE(volumes_and_encrypted_ones_are_not) {
  Job job;
  job.source("disk", {"d1"}).type = selector::DatasetType::volume;
  job.source("secret", {"d1"}).encrypted = true;
  expect(job.lines({"mount"}), {});
}

BOOST_AUTO_TEST_CASE(only_after_the_first_receive) {
  Job job;
  job.target("backup/tank", job.source("tank", {"d2", "d1"}), {"d2"});
  expect(job.lines({"mount"}), {});
}

BOOST_AUTO_TEST_CASE(what_the_target_passes_on) {
  const struct {
    const char* mountpoint;
    bool is_mounted;
  } cases[] = {{"/backup", true}, {"none", false}, {"legacy", false}, {"/srv", true}, {"/", true}};
  for (const auto& test : cases) {
    BOOST_TEST_CONTEXT(test.mountpoint) {
      Job job;
      job.source("tank", {"d1"});
      job.on_target("backup").mountpoint = {test.mountpoint, "local"};
      expect(job.lines({"mount"}), test.is_mounted ? Lines{"mount backup/tank"} : Lines{});
    }
  }
}

BOOST_AUTO_TEST_CASE(what_parents_of_the_same_run_pass_on) {
  Job job;
  job.source("rpool", {"d1"}).mountpoint = {"/", "local"};
  job.on_source("rpool").canmount = {"off", "local"};
  job.source("rpool/data", {"d1"}).mountpoint = {"none", "local"};
  job.source("rpool/data/a", {"d1"});
  job.source("rpool/www", {"d1"});  // would be /www
  job.source("rpool/var", {"d1"});  // would be /var, where the system itself lives
  job.source("rpool/var/lib", {"d1"});
  job.source("rpool/var/lib/x", {"d1"});
  job.on_source("rpool/var/lib").encrypted = true;
  expect(job.lines({"mount"}), {"mount backup/rpool/var/lib/x", "mount backup/rpool/www"});
}

BOOST_AUTO_TEST_SUITE_END()
