// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_hosts_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/results/data_table.hpp"
#include "sim/results/measured_column.hpp"

namespace lowband {

namespace {

void check_columns(const DataTable& table) {
  static const std::vector<std::string> known{"site", "workers", "speed", "bandwidth"};
  for (const auto& column : table.columns()) {
    if (std::find(known.begin(), known.end(), column) == known.end()) {
      throw UsageError(fmt::format("{}: unknown column \"{}\"{}", table.file(), column, did_you_mean(column, known)));
    }
  }
}

/// A cell that is there; nothing if it is empty, or its column is missing.
const std::string* cell(const DataTable& table, std::size_t row, const char* column) {
  const auto index = table.find(column);
  return !index || table.cell(row, *index).empty() ? nullptr : &table.cell(row, *index);
}

int read_workers(const DataTable& table, std::size_t row, const std::string& text) {
  int workers = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, workers);
  if (error != std::errc() || stop != end || workers < 0) {
    table.expected("a whole number from 0", row, table.column("workers"));
  }
  return workers;
}

/// What the cell says, if it is there.
void read_quantity(const DataTable& table, std::size_t row, const char* column, Dimension dimension, double& quantity) {
  if (cell(table, row, column) == nullptr) return;
  const std::size_t index = table.column(column);
  quantity = *MeasuredColumn(table, index, dimension, "", "").value(row);
  if (quantity == 0.0) table.expected(fmt::format("a {} above 0", column), row, index);
}

}  // namespace

std::vector<SiteHosts> read_site_hosts(const std::string& file, const SiteHosts& otherwise) {
  const DataTable table(file);
  check_columns(table);
  const std::size_t site = table.column("site");
  std::vector<SiteHosts> hosts;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    SiteHosts& one = hosts.emplace_back(otherwise);
    one.site = table.cell(row, site);
    if (one.site.empty()) table.expected("the name of a site", row, site);
    if (const auto* text = cell(table, row, "workers")) one.workers = read_workers(table, row, *text);
    read_quantity(table, row, "speed", Dimension::speed, one.speed_flops);
    read_quantity(table, row, "bandwidth", Dimension::bandwidth, one.bandwidth_Bps);
  }
  return hosts;
}

}  // namespace lowband
