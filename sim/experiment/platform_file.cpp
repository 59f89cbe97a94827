#include "sim/experiment/platform_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/base/error.hpp"

namespace lowband {

void check_platform_file(const std::filesystem::path& file, const Place& place) {
  if (std::filesystem::exists(file)) return;
  std::vector<std::string> there;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::absolute(file).parent_path(), ignored)) {
    there.push_back(entry.path().filename());
  }
  std::sort(there.begin(), there.end());
  const auto nearest = nearest_name(file.filename().string(), there);
  place.fail(fmt::format("expected a SimGrid platform file, found no file {}{}", file.string(),
                         nearest.empty() ? "" : fmt::format(", did you mean \"{}\"?", nearest)));
}

}  // namespace lowband
