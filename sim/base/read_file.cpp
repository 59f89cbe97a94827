#include "sim/base/read_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "sim/base/error.hpp"

namespace lowband {

std::string read_file(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  // An empty file has nothing to insert, which a stream would report as a failure.
  if (in && in.peek() != std::ifstream::traits_type::eof()) content << in.rdbuf();
  if (!in.is_open() || in.bad() || content.fail()) {
    throw UsageError(fmt::format("{}: cannot be read: {}", file.string(), std::strerror(errno == 0 ? EIO : errno)));
  }
  return content.str();
}

}  // namespace lowband
