#include "sim/results/run_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "sim/base/place.hpp"
#include "sim/results/csv_table.hpp"
#include "sim/results/json_object.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

namespace {

/// The only file that is not there unless an experiment asks for it.
constexpr std::string_view optional_file = "worker_metrics.csv";

/// The files of a run and the members that they hold, for writing and for reading alike.
template <class Record, class VisitCsv, class VisitJson>
void for_each_file(Record& record, VisitCsv&& csv, VisitJson&& json) {
  csv("metrics.csv", record.metrics);
  csv(optional_file.data(), record.worker_metrics);
  csv("workers.csv", record.workers);
  csv("peers.csv", record.peers);
  csv("links.csv", record.links);
  csv("traffic.csv", record.traffic);
  json("summary.json", record.summary);
  json("timing.json", record.timing);
}

}  // namespace

std::string folder_name(std::string name) {
  std::replace(name.begin(), name.end(), '/', '-');
  return name;
}

std::string run_folder_name(const std::string& algorithm, const std::string& scenario,
                            std::optional<std::uint64_t> seed) {
  const std::string name = algorithm + '@' + scenario;
  return folder_name(seed ? fmt::format("{}@seed{}", name, *seed) : name);
}

std::filesystem::path trace_path(const std::string& algorithm, std::optional<std::uint64_t> seed) {
  const std::string name = seed ? fmt::format("{}@seed{}", algorithm, *seed) : algorithm;
  return std::filesystem::path("traces") / (folder_name(name) + ".trace");
}

void write_run(const std::filesystem::path& folder, const RunRecord& record) {
  std::vector<FileContent> files;
  for_each_file(
      record,
      [&files](const char* name, const auto& rows) {
        if (name != optional_file || !rows.empty()) files.push_back({name, to_csv(rows)});
      },
      [&files](const char* name, const auto& object) {
        files.push_back({name, to_json(object).dump(2) + '\n'});
      });
  write_whole_folder(folder, files);
}

RunRecord read_run(const std::filesystem::path& folder) {
  RunRecord record;
  for_each_file(
      record,
      [&folder]<class Row>(const char* name, std::vector<Row>& rows) {
        if (name != optional_file || std::filesystem::exists(folder / name)) rows = read_csv<Row>(folder / name);
      },
      [&folder](const char* name, auto& object) {
        const std::string file = folder / name;
        from_json(read_json_file(file), Place(file), object);
      });
  return record;
}

}  // namespace lowband
