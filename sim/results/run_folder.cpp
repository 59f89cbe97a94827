// SPDX-License-Identifier: Apache-2.0
#include "sim/results/run_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/place.hpp"
#include "sim/base/read_file.hpp"
#include "sim/results/checksum.hpp"
#include "sim/results/csv_table.hpp"
#include "sim/results/json_object.hpp"
#include "sim/results/layout.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view timing_file = "timing.json";

/// The files that are there only where they have rows: not every run has what they tell of.
constexpr std::array optional_files = {"worker_metrics.csv", "servers.csv", "staleness.csv"};

bool is_optional(std::string_view name) {
  return std::find(optional_files.begin(), optional_files.end(), name) != optional_files.end();
}

/// The files of a run and the members that they hold, for writing and for reading alike.
template <class Record, class VisitCsv, class VisitJson>
void for_each_file(Record& record, VisitCsv&& csv, VisitJson&& json) {
  csv("metrics.csv", record.metrics);
  csv("worker_metrics.csv", record.worker_metrics);
  csv("workers.csv", record.workers);
  csv("servers.csv", record.servers);
  csv("peers.csv", record.peers);
  csv("links.csv", record.links);
  csv("traffic.csv", record.traffic);
  csv("staleness.csv", record.staleness);
  json(timing_file.data(), record.timing);
  json(summary_name, record.summary);
}

/// The keys of summary.json that tell whether the run is whole: the other files, and the checksum of all before it.
constexpr auto files_key = "files";
constexpr auto checksum_key = "crc32";

/// How summary.json lists a file.
Json listed(std::string_view name, const std::string& content) {
  if (name == timing_file) return nullptr;
  return {{"bytes", content.size()}, {"crc32", checksum(content)}};
}

std::string text_of(const Json& json) { return json.dump(2) + '\n'; }

/// What is wrong with the text of a summary, and its list of files.
std::optional<std::string> fault_of_summary(const fs::path& file, Json& files) {
  try {
    Json summary = read_json_file(file.string());
    if (!summary.is_object() || !summary.contains(files_key) || !summary.contains(checksum_key)) return "is not whole";
    const Json sum = summary[checksum_key];
    summary.erase(checksum_key);
    if (sum != checksum(text_of(summary))) return "is not as it was written";
    files = summary[files_key];
    return std::nullopt;
  } catch (const UsageError&) {
    return fs::exists(file) ? "cannot be read" : "is missing";
  }
}

}  // namespace

std::string folder_name(std::string name) {
  std::replace(name.begin(), name.end(), '/', '-');
  return name;
}

std::string run_folder_name(const std::string& algorithm, const std::string& scenario, std::uint64_t seed) {
  return folder_name(fmt::format("{}@{}@seed{}", algorithm, scenario, seed));
}

fs::path trace_path(const std::string& algorithm, std::uint64_t seed) {
  return fs::path(traces_name) / folder_name(fmt::format("{}@seed{}.trace", algorithm, seed));
}

void write_run(const fs::path& folder, const RunRecord& record, std::string timeline) {
  std::vector<FileContent> files;
  Json list = Json::object();
  const auto add = [&](const char* name, std::string content) {
    list[name] = listed(name, content);
    files.push_back({name, std::move(content)});
  };
  if (!timeline.empty()) add(timeline_name, std::move(timeline));
  for_each_file(
      record,
      [&add](const char* name, const auto& rows) {
        if (!is_optional(name) || !rows.empty()) add(name, to_csv(rows));
      },
      [&](const char* name, const auto& object) {
        Json json = to_json(object);
        if (name != std::string_view(summary_name)) return add(name, text_of(json));
        json[files_key] = list;
        json[checksum_key] = checksum(text_of(json));
        files.push_back({name, text_of(json)});
      });
  write_whole_folder(folder, files);
}

RunRecord read_run(const fs::path& folder) {
  RunRecord record;
  for_each_file(
      record,
      [&folder]<class Row>(const char* name, std::vector<Row>& rows) {
        if (!is_optional(name) || fs::exists(folder / name)) rows = read_csv<Row>(folder / name);
      },
      [&folder](const char* name, auto& object) {
        const std::string file = folder / name;
        from_json(read_json_file(file), Place(file), object);
      });
  return record;
}

std::optional<std::string> fault_of_run(const fs::path& folder) {
  Json files;
  const auto fault = fault_of_summary(folder / summary_name, files);
  if (fault) return fmt::format("{} {}", summary_name, *fault);
  for (const auto& [name, entry] : files.items()) {
    try {
      const std::string content = read_file(folder / name);
      const bool is_as_written = name == timing_file ? Json::accept(content) : listed(name, content) == entry;
      if (!is_as_written) return fmt::format("{} is not as it was written", name);
    } catch (const UsageError&) {
      return fmt::format("{} {}", name, fs::exists(folder / name) ? "cannot be read" : "is missing");
    }
  }
  return std::nullopt;
}

void check_files_of_run(const fs::path& folder) {
  std::set<std::string> known;
  const RunRecord nothing;
  const auto name_it = [&known](const char* name, const auto& /*content*/) { known.insert(name); };
  for_each_file(nothing, name_it, name_it);
  known.insert(timeline_name);
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!known.contains(entry.path().filename().string())) {
      throw UsageError(
          fmt::format("{}: expected files of a run alone, as this run is incomplete and is to be done again, found "
                      "something else: move it away",
                      entry.path().string()));
    }
  }
}

}  // namespace lowband
