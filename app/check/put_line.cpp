#include "app/check/put_line.hpp"

#include "app/check/file.hpp"
#include "app/check/listener.hpp"

#include <cerrno>
#include <ostream>

namespace check {

void put_line(std::ostream& out, std::string_view line) {
  out.clear();  // an earlier write of others may have failed: this one is to say why
  errno = 0;
  out << line << '\n' << std::flush;
  if (out) return;
  if (errno == EPIPE) throw OutputClosed();
  throw FileError(errno == 0 ? EIO : errno, "stdout");
}

}  // namespace check
