// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_matrix_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include "sim/base/error.hpp"
#include "sim/results/data_table.hpp"
#include "sim/results/measured_column.hpp"

namespace lowband {

namespace {

using Names = std::vector<std::string>;

const Names& source_names() {
  static const Names names{"src_region", "srcRegion", "source", "src", "from"};
  return names;
}
const Names& destination_names() {
  static const Names names{"dst_region", "destRegion", "destination", "dest", "dst", "to"};
  return names;
}
const Names& value_names(Dimension dimension) {
  static const Names latencies{"latency", "rtt", "avg_rtt", "delay"};
  static const Names bandwidths{"bandwidth", "throughput", "received", "rate"};
  return dimension == Dimension::duration ? latencies : bandwidths;
}

/// The first column that one of `names` is; the unit of a dimension may follow it.
std::optional<std::size_t> column_of(const DataTable& table, const Names& names, std::optional<Dimension> dimension) {
  for (const auto& name : names) {
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
      const std::string& column = table.columns()[i];
      if (name == (dimension ? name_without_unit(column, *dimension) : column)) return i;
    }
  }
  return std::nullopt;
}

struct LongColumns {
  std::size_t source = 0;
  std::size_t destination = 0;
  std::size_t value = 0;
};

/// Of a long table; nothing if its columns are those of a square one.
std::optional<LongColumns> long_columns(const DataTable& table, const SiteMatrixSource& source) {
  const std::string option =
      fmt::format("--{}-columns", source.dimension == Dimension::duration ? "latency" : "bandwidth");
  if (!source.columns.empty()) {
    if (source.columns.size() != 3) {
      throw UsageError(
          fmt::format("{}: expected three columns: source,destination,value, found {}", option, source.columns.size()));
    }
    return LongColumns{table.column(source.columns[0]), table.column(source.columns[1]),
                       table.column(source.columns[2])};
  }
  const auto from = column_of(table, source_names(), std::nullopt);
  const auto to = column_of(table, destination_names(), std::nullopt);
  if (!from || !to) return std::nullopt;
  auto value = column_of(table, value_names(source.dimension), source.dimension);
  if (!value && table.columns().size() == 3) value = 3 - *from - *to;
  if (!value) {
    throw UsageError(fmt::format("{}: no column of {}: name the columns by {} source,destination,value (there are {})",
                                 table.file(), source.dimension == Dimension::duration ? "latencies" : "bandwidths",
                                 option, fmt::join(table.columns(), ", ")));
  }
  return LongColumns{*from, *to, *value};
}

double reduced(std::vector<double> values, const std::string& how) {
  std::sort(values.begin(), values.end());
  if (how == "least") return values.front();
  if (how == "greatest") return values.back();
  const std::size_t middle = values.size() / 2;
  if (how == "median") return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Collects what rows say about pairs.
class Collector {
 public:
  Collector(const DataTable& table, const SiteMatrixSource& source) : table_(table), source_(source) {
    matrix_.file = source.file;
  }

  std::string site(const std::string& name) {
    const bool has_prefix = !source_.prefix.empty() && name.starts_with(source_.prefix);
    std::string site = has_prefix ? name.substr(source_.prefix.size()) : name;
    if (known_.insert(site).second) matrix_.sites.push_back(site);
    return site;
  }

  void add(const std::string& from, const std::string& to, const MeasuredColumn& column, std::size_t row) {
    if (!is_wanted(from) || !is_wanted(to)) return;
    const auto value = column.value(row);
    if (!value) return;
    auto& [values, first_row] = measured_[{from, to}];
    if (values.empty()) first_row = row;
    if (!values.empty() && source_.repeated == "refuse") {
      throw UsageError(
          fmt::format("{}: expected one value from \"{}\" to \"{}\", found another at {}: --repeated says "
                      "which counts",
                      table_.place_of(row), from, to, table_.place_of(first_row)));
    }
    values.push_back(*value);
  }

  SiteMatrix matrix() {
    std::size_t repeated = 0;
    for (const auto& [pair, measured] : measured_) {
      matrix_.values[pair] = reduced(measured.first, source_.repeated);
      if (measured.first.size() > 1) ++repeated;
    }
    if (repeated > 0) {
      remark(fmt::format("of {} there are several values: the {} counts", pairs(repeated), source_.repeated));
    }
    if (source_.is_symmetrical) complete();
    return std::move(matrix_);
  }

 private:
  [[nodiscard]] bool is_wanted(const std::string& site) const {
    const auto& sites = source_.sites;
    return sites.empty() || std::find(sites.begin(), sites.end(), site) != sites.end();
  }
  static std::string pairs(std::size_t count) { return fmt::format("{} pair{}", count, count == 1 ? "" : "s"); }
  void remark(const std::string& what) { matrix_.remarks.push_back(fmt::format("{}: {}", source_.file, what)); }

  /// What takes a way and back takes as long the other way round.
  void complete() {
    std::size_t completed = 0;
    for (const auto& [pair, measured] : measured_) {
      const auto& [from, to] = pair;
      if (matrix_.values.emplace(std::pair(to, from), matrix_.values.at(pair)).second) ++completed;
    }
    if (completed > 0)
      remark(fmt::format("of {} the round trip is known in one direction only, and counts for both", pairs(completed)));
  }

  const DataTable& table_;
  const SiteMatrixSource& source_;
  SiteMatrix matrix_;
  std::set<std::string> known_;
  std::map<std::pair<std::string, std::string>, std::pair<std::vector<double>, std::size_t>> measured_;  ///< first row
};

void collect_long(Collector& collector, const DataTable& table, const LongColumns& columns,
                  const SiteMatrixSource& source, const std::string& hint) {
  const std::string& name = table.columns()[columns.value];
  const auto unit = source.unit.empty() ? unit_in_name(name, source.dimension) : std::string_view(source.unit);
  const MeasuredColumn values(table, columns.value, source.dimension, unit, hint);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (const std::size_t column : {columns.source, columns.destination}) {
      if (table.cell(row, column).empty()) table.expected("the name of a site", row, column);
    }
    const std::string from = collector.site(table.cell(row, columns.source));
    const std::string to = collector.site(table.cell(row, columns.destination));
    collector.add(from, to, values, row);
  }
}

/// Throws UsageError unless rows and columns name the same sites, each once.
void check_square(const DataTable& table) {
  std::set<std::string> senders;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!senders.insert(table.cell(row, 0)).second) table.expected("a site that no other row is of", row, 0);
  }
  std::set<std::string> receivers;
  for (std::size_t i = 1; i < table.columns().size(); ++i) {
    if (!receivers.insert(table.columns()[i]).second) {
      throw UsageError(fmt::format("{}: two columns are called \"{}\"", table.file(), table.columns()[i]));
    }
  }
  const auto check = [&](const std::set<std::string>& here, const std::set<std::string>& there, const char* what) {
    for (const auto& site : here) {
      if (there.contains(site)) continue;
      throw UsageError(
          fmt::format("{}: expected a square table, whose rows send and columns receive, or a long one with "
                      "columns of sources and destinations; {} for \"{}\"",
                      table.file(), what, site));
    }
  };
  check(senders, receivers, "found no column");
  check(receivers, senders, "found no row");
}

void collect_square(Collector& collector, const DataTable& table, const SiteMatrixSource& source,
                    const std::string& hint) {
  check_square(table);
  for (std::size_t row = 0; row < table.rows(); ++row) collector.site(table.cell(row, 0));
  for (std::size_t i = 1; i < table.columns().size(); ++i) {
    const MeasuredColumn values(table, i, source.dimension, source.unit, hint);
    const std::string to = collector.site(table.columns()[i]);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      collector.add(collector.site(table.cell(row, 0)), to, values, row);
    }
  }
}

}  // namespace

SiteMatrix read_site_matrix(const SiteMatrixSource& source) {
  const DataTable table(source.file);
  const std::string hint = fmt::format("--{}-unit", source.dimension == Dimension::duration ? "latency" : "bandwidth");
  Collector collector(table, source);
  if (const auto columns = long_columns(table, source)) {
    collect_long(collector, table, *columns, source, hint);
  } else {
    collect_square(collector, table, source, hint);
  }
  return collector.matrix();
}

}  // namespace lowband
