#pragma once

#include "app/cli/options.hpp"

namespace app::cli {

/// What whoever watches backups asks for.
inline constexpr Option k_monitoring_options[] = {
    {.chapter = Chapter::monitoring,
     .name = "textfile",
     .value = "DIR",
     .help =
         "Write the results of the run to a file in DIR, for the textfile collector of Prometheus' node_exporter. A "
         "file that cannot be written causes only a warning.",
     .known = Names::zwinnow,
     .fills = Text{in<&Monitoring::textfile_dir>(), Accepts::text}},
    {.chapter = Chapter::monitoring,
     .name = "zabbix",
     .value = "AGENT.conf",
     .help =
         "Send the results of the run by zabbix_sender, with the server and the host name of the Zabbix agent's "
         "configuration AGENT.conf; without a value /etc/zabbix/zabbix_agentd.conf. It takes 10 s at most, and if it "
         "fails that causes only a warning.",
     .known = Names::zwinnow,
     .bare = "/etc/zabbix/zabbix_agentd.conf",
     .joined = true,
     .fills = Text{in<&Monitoring::zabbix>(), Accepts::text}},
    {.chapter = Chapter::monitoring,
     .name = "warning",
     .value = "AGE",
     .fallback = "1d6h",
     .help = "WARNING if a copy has lacked something for longer than AGE, such as 90min, 26h or 1d6h; 0 means never.",
     .fills = Text{in<&Watching::warning>(), Accepts::text}},
    {.chapter = Chapter::monitoring,
     .name = "critical",
     .value = "AGE",
     .fallback = "2d",
     .help = "CRITICAL if a copy has lacked something for longer than AGE.",
     .fills = Text{in<&Watching::critical>(), Accepts::text}},
    {.chapter = Chapter::monitoring,
     .name = "capacity-warning",
     .value = "P%",
     .fallback = "80%",
     .help = "WARNING if the pool of TARGET-PATH is fuller than P%; without TARGET-PATH: a pool of the selected "
             "datasets. 0 means never.",
     .fills = Text{in<&Watching::capacity_warning>(), Accepts::text}},
    {.chapter = Chapter::monitoring,
     .name = "capacity-critical",
     .value = "P%",
     .fallback = "90%",
     .help = "CRITICAL if it is fuller than P%.",
     .fills = Text{in<&Watching::capacity_critical>(), Accepts::text}},
    {.chapter = Chapter::monitoring,
     .name = "held-warning",
     .value = "AGE",
     .fallback = "90d",
     .help = "WARNING if the oldest snapshot of a dataset has been held for longer than AGE by a backup that does not "
             "need it for TARGET-PATH: the target that it was held for may be gone. 0 means never, and saves a command "
             "where snapshots are that old.",
     .fills = Text{in<&Watching::held_warning>(), Accepts::text}},
    {.chapter = Chapter::monitoring,
     .name = "hold-format",
     .value = "FORMAT",
     .fallback = "zfs_autobackup:{}",
     .help = "Same value as for the backup: the hold tag; {} stands for the backup name.",
     .fills = Text{in<&Watching::hold_format>(), Accepts::text}},
    {.chapter = Chapter::monitoring,
     .name = "assert-readonly",
     .value = "DATASET",
     .help = "CRITICAL if DATASET, or one of its descendants, is writable. It is one of the target's host if "
             "TARGET-PATH is given, else of the source's. Repeatable.",
     .fills = Texts{in<&Watching::read_only>()}},
    {.chapter = Chapter::monitoring,
     .name = "min-change",
     .value = "BYTES",
     .fallback = "1",
     .help = "Same value as for the backup: datasets that changed by less need no snapshot.",
     .fills = Bytes{in<&Watching::min_change>()}},
    {.chapter = Chapter::monitoring,
     .name = "utc",
     .help = "The times in the snapshot names are UTC. Default: the time zone of this host.",
     .fills = Flag{in<&Watching::utc>(), true}},
    {.chapter = Chapter::monitoring,
     .name = "timeout",
     .value = "TIME",
     .fallback = "5min",
     .help = "UNKNOWN if a listing takes longer than TIME; 0 means never.",
     .fills = Text{in<&Watching::timeout>(), Accepts::text}},
};

}  // namespace app::cli
