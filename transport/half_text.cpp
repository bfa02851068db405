#include "transport/half_text.hpp"

#include <algorithm>
#include <vector>

namespace transport {

namespace {

/// One stage: it says its exit status on descriptor 3, and its command has neither that nor 4, nor the 5 of a half that
/// is held.
struct Member {
  std::string command;
  std::size_t index = 0;
};

std::string text_of(const Member& member) {
  return "{ " + member.command + "; echo " + std::to_string(member.index) + "=$? >&3; }";
}

/// A pipeline which fails if any stage fails and then reports them all; dash has no pipefail. The report is collected
/// first and printed when all have ended, on a line of its own, so that no stage can write into or after it.
std::string pipeline_text(const std::vector<Member>& members) {
  std::string text;
  for (const Member& member : members) text += (text.empty() ? "" : " | ") + text_of(member);
  const std::string count = std::to_string(members.size());
  return "exec 4>&1; s=$({ " + text + " >&4; } 3>&1); set -- $s; case $#$s in *=[1-9]*) ;; " + count +
         "*) exit 0;; esac; { echo; echo " + std::string(k_stage_report) + " $s; } >&2; exit 1";
}

// --- The sh of a half that is held ---
// Descriptor 5 is what holds it, 7 and 8 are where the program of an end writes to and reads from.

/// Runs a program, and ends it when nothing holds this half any more: a second later, so that what is on its way comes
/// through. Then the stages before and after it end by themselves.
constexpr std::string_view k_watched =
    "watched() { \"$@\" <&8 3>&- 4>&- 5<&- 7>&- 8<&- & p=$! ; "
    "{ while read -r x; do :; done; sleep 1; kill $p; } <&5 >/dev/null 2>&1 3>&- 4>&- 7>&- 8<&- & x=$! ; "
    "wait $p; y=$?; kill $x 2>/dev/null; case $y in 143) y=141;; esac; return $y; }; ";

/// What the program of a connection's end says: at which port it listens is told on stdout, what is wrong once on
/// stderr. (mbuffer says that it listens a moment before it does: what counts is that it waits.) 98: the port is
/// somebody else's; 141: the other end has gone.
std::string heard(const Crossing& by) {
  const std::string idle = std::to_string(by.idle.count());
  return "say() { case $b in \"\") echo \"" + std::string(k_about_connection) + by.listener +
         " port $q: $1\" >&2; b=1;; esac; }; "
         "heard() { b=; while read -r x y; do case \"$x $y\" in \"end \"*) break;; "
         "*\" N listening on \"*|*\" waiting \"*connection*) echo \"" +
         std::string(k_listens) +
         "$q\" >&4;; "
         "*\" in use\"*) b=98;; "
         "*\"Broken pipe\"*|*\"reset by peer\"*) b=${b:-141};; "
         "*\"inactivity timeout\"*|*\"watchdog timeout\"*) say \"nothing has come for " +
         idle +
         " s (--idle-timeout)\";; "
         "*\" E \"*|*error*|*\"fatal: \"*|*\" failed: \"*) say \"${y##*: }\";; "
         "esac; done; case $y:$b in 0:|0:141) return 0;; 141:*) return 141;; esac; return ${b:-$y}; }; "
         "run() { { watched \"$@\" 2>&1 >&7; echo end $?; } 3>&- 4>&- | heard 5<&- 7>&- 8<&-; }; ";
}

/// What comes first must be the token. Each character is looked at, whatever came before it.
std::string check() {
  return "check() { g=$(dd bs=1 count=" + std::to_string(k_token_size) +
         " 2>/dev/null); d=; x=$t; y=$g; while [ -n \"$x\" ]; do "
         "[ \"${x%\"${x#?}\"}\" = \"${y%\"${y#?}\"}\" ] || d=1; x=${x#?}; y=${y#?}; done; "
         "case ${#g}$d in " +
         std::to_string(k_token_size) + ") return 0;; 0*) e=\"" + std::string(k_nobody_came) +
         "\";; "
         "*) e=\"the connection did not begin with the token of this run, so nothing of it was received\";; esac; "
         "echo \"" +
         std::string(k_about_connection) + "$e\" >&2; echo 0=1 >&3; return 141; }; ";
}

/// What comes on stderr by a far ssh is marked, line by line, and each is a line of its own whoever else writes there.
/// The last one is the exit status of that ssh.
std::string marked() {
  return "marked() { { watched \"$@\" 2>&1 >&7; y=$?; echo; echo $y; } 3>&- 4>&- | { l=; while IFS= read -r x; do "
         "case $l in \"\") ;; *) printf \"\\n" +
         std::string(k_from_afar) + "%s\\n\" \"$l\" >&2;; esac; l=$x; done; exit $l; } 5<&- 7>&- 8<&-; }; ";
}

std::string seconds(std::chrono::seconds time) {
  return std::to_string(time.count());
}

/// The other end waits a little longer, so that it is the one that receives which says why.
std::chrono::seconds idle_of(const Half& half) {
  constexpr std::chrono::seconds k_longer{10};
  const std::chrono::seconds idle = half.crossing.idle;
  return idle.count() == 0 || half.joint == Half::Joint::listens ? idle : idle + k_longer;
}

std::string option(const char* name, std::chrono::seconds idle) {
  return idle.count() == 0 ? "" : name + seconds(idle);
}

std::string without_interface(const std::string& address) {
  return address.substr(0, address.find('%'));
}

std::string socat_address(const std::string& address) {
  return is_ipv6(address) ? "[" + address + "]" : address;
}

std::string socat(const Half& half) {
  const Crossing& by = half.crossing;
  const bool v6 = is_ipv6(by.listener);
  const std::string start = "run socat -d -d -u -b65536" + option(" -T", idle_of(half));
  const std::string kind = v6 ? " \"TCP6" : " \"TCP4";
  if (half.joint == Half::Joint::listens)
    return start + kind + "-LISTEN:$q,reuseaddr,bind=" + socat_address(by.listener) +
           ",range=" + socat_address(without_interface(by.sender)) + (v6 ? "/128" : "/32") + "$l\" STDOUT";
  const std::string from = by.sender_has_it ? ",bind=" + socat_address(by.sender) : "";
  return start + " STDIN" + kind + ":" + socat_address(by.listener) +
         ":$q,connect-timeout=" + seconds(k_connect_limit) + from + "\"";
}

/// How long socat waits for the other end, where it knows how to: sshd may not notice for hours that nobody is there
/// any more who would end it.
std::string limit_of_waiting(const Half& half) {
  if (half.crossing.way != Crossing::Way::tcp) return "";
  return "case $(socat -hhh) in *accept-timeout*) l=,accept-timeout=" + seconds(2 * k_connect_limit) +
         ";; *) l= ;; esac; ";
}

/// Where there is no socat: OpenBSD's, which ends when its input does.
std::string nc(const Half& half) {
  const Crossing& by = half.crossing;
  return "run nc -N -v" + option(" -w ", idle_of(half)) + (by.sender_has_it ? " -s " + by.sender : "") + " " +
         by.listener + " $q";
}

std::string mbuffer(const Half& half, const std::string& command) {
  const Crossing& by = half.crossing;
  const std::string start =
      "run " + command + (is_ipv6(by.listener) ? " -6" : " -4") + " -v 5" + option(" -W ", idle_of(half));
  return start +
         (half.joint == Half::Joint::listens ? " -I \"" + by.sender + ":$q\"" : " -O \"" + by.listener + ":$q\"");
}

/// The program of an end, which `stage` stands for.
std::string program_of(const Half& half, const std::string& stage) {
  if (half.crossing.way == Crossing::Way::mbuffer) return mbuffer(half, stage);
  if (half.joint == Half::Joint::listens) return socat(half);
  return "if command -v socat >/dev/null 2>&1; then " + socat(half) + "; else " + nc(half) + "; fi";
}

/// Tries one port after the other, and says which it is.
std::string listening(const Half& half, const std::string& stage) {
  const PortRange& ports = half.crossing.ports;
  const std::string count = std::to_string(ports.size());
  const std::string first = std::to_string(ports.first);
  return "i=0; while [ $i -lt " + count + " ]; do q=$((" + first + " + ($$ + i) % " + count + ")); " +
         program_of(half, stage) + " 7>&1 >/dev/null 8</dev/null; y=$?; case $y in 98) ;; *) return $y;; esac; " +
         "i=$((i + 1)); done; echo \"" + std::string(k_about_connection) + "no port from " + first + " to " +
         std::to_string(ports.last) + " is free on " + half.crossing.listener + " (--port-range)\" >&2; return 1";
}

/// What comes before the pipeline: what must be known, and the functions of its ends.
std::string preparation(const Half& half, const Spell& spell) {
  std::string text = "exec 5<&0 </dev/null; ";
  if (half.joint == Half::Joint::far_ssh) return text + std::string(k_watched) + marked();
  const bool listens = half.joint == Half::Joint::listens;
  text.append(listens ? "read -r t" : "read -r t q").append(" <&5 || exit 141; ");
  text.append(k_watched).append(heard(half.crossing));
  if (listens)
    text +=
        limit_of_waiting(half) + check() + "listen() { " + listening(half, spell(half.stages.front().argv)) + "; }; ";
  return text;
}

/// Its stages as they are, but for an end of a connection.
std::vector<Member> stages_of(const Half& half, const Spell& spell) {
  const char* const closing = half.is_held() ? " 3>&- 4>&- 5<&-" : " 3>&- 4>&-";
  std::vector<Member> members;
  for (std::size_t i = 0; i < half.stages.size(); ++i)
    members.push_back({spell(half.stages[i].argv) + closing, half.first_index + i});
  return members;
}

/// The token goes ahead of what the last one sends, and is taken off by the first one that receives: no program copies
/// the stream for it.
std::vector<Member> members_of(const Half& half, const Spell& spell) {
  std::vector<Member> members = stages_of(half, spell);
  if (half.joint == Half::Joint::listens) {
    members[0].command = "listen";
    members[1].command = "check && " + members[1].command;
  } else if (half.joint == Half::Joint::connects) {
    const std::size_t end = members.size() - 1;
    members[end].command = program_of(half, spell(half.stages[end].argv)) + " 8<&0 7>/dev/null >/dev/null";
    members[end - 1].command = "printf %s $t && " + members[end - 1].command;
  } else if (half.joint == Half::Joint::far_ssh) {
    const bool sends = half.crossing.way == Crossing::Way::push;
    const std::string ssh = "marked " + spell(half.far_ssh) + (sends ? " 8<&0 7>&4" : " 8</dev/null 7>&1 >/dev/null");
    members.insert(sends ? members.end() : members.begin(), Member{ssh, half.far_index});
  }
  return members;
}

}  // namespace

std::string half_text(const Half& half, const Spell& spell) {
  if (half.is_held()) return preparation(half, spell) + pipeline_text(members_of(half, spell));
  const Stage& first = half.stages.front();
  if (half.stages.size() == 1) return first.preface + "exec " + spell(first.argv);
  return pipeline_text(members_of(half, spell));
}

}  // namespace transport
