// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/shard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"

namespace lowband {

namespace {

std::optional<int> number(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

[[noreturn]] void refuse(const std::string& found) {
  throw UsageError(
      fmt::format("--shard: expected I/N with I from 0 to N - 1, such as 0/4, or auto, found {}", in_quotes(found)));
}

/// The variables by which a launcher tells a process which one of how many it is.
struct Launcher {
  const char* index;
  const char* count;
  const char* first;  ///< the least index; "": 0
};

constexpr std::array launchers = {
    Launcher{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"},
    Launcher{"SLURM_PROCID", "SLURM_NTASKS", ""},
    Launcher{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", ""},
};

Shard shard_of_launcher(const Environment& environment) {
  for (const auto& launcher : launchers) {
    const auto index = environment(launcher.index);
    if (!index) continue;
    const auto value_of = [&](const char* name) {
      const auto text = environment(name);
      const auto value = text ? number(*text) : std::nullopt;
      if (!value) {
        throw UsageError(fmt::format("--shard auto: ${} is set, but ${} is {}", launcher.index, name,
                                     text ? in_quotes(*text) : "not"));
      }
      return *value;
    };
    const int first = *launcher.first == '\0' ? 0 : value_of(launcher.first);
    const Shard shard{value_of(launcher.index) - first, value_of(launcher.count)};
    if (shard.index >= 0 && shard.index < shard.count) return shard;
    throw UsageError(
        fmt::format("--shard auto: by ${} and ${} this is process {} of {}: the indices of a job array "
                    "must follow one another",
                    launcher.index, launcher.count, shard.index, shard.count));
  }
  throw UsageError(
      "--shard auto: this process was started neither by Slurm nor by Open MPI: $SLURM_ARRAY_TASK_ID, $SLURM_PROCID "
      "and "
      "$OMPI_COMM_WORLD_RANK are not set");
}

}  // namespace

std::string Shard::folder() const { return fmt::format("shard-{}-of-{}", index, count); }

Shard read_shard(const std::string& text, const Environment& environment) {
  if (text == "auto") return shard_of_launcher(environment);
  const auto slash = text.find('/');
  if (slash == std::string::npos) refuse(text);
  const auto index = number(text.substr(0, slash));
  const auto count = number(text.substr(slash + 1));
  if (!index || !count || *index < 0 || *index >= *count) refuse(text);
  return {*index, *count};
}

std::vector<PlannedRun> runs_in(const Shard& shard, const std::vector<PlannedRun>& all) {
  std::vector<std::pair<const Algorithm*, std::uint64_t>> groups;  // in the order of the experiment
  std::vector<PlannedRun> chosen;
  for (const auto& run : all) {
    const std::pair group(&run.trial.algorithm, run.trial.seed);
    auto found = std::find(groups.begin(), groups.end(), group);
    if (found == groups.end()) found = groups.insert(groups.end(), group);
    if ((found - groups.begin()) % shard.count == shard.index) chosen.push_back(run);
  }
  return chosen;
}

}  // namespace lowband
