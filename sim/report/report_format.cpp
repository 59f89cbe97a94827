// SPDX-License-Identifier: Apache-2.0
#include "sim/report/report_format.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"
#include "sim/report/markup.hpp"
#include "sim/results/csv.hpp"

namespace lowband {

namespace {

std::string csv_field_of(const Json& value) {
  if (value.is_string()) return csv_field(std::string_view(value.get_ref<const std::string&>()));
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number_unsigned()) return csv_field(value.get<std::uint64_t>());
  return csv_field(value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
}

std::string aligned_text(const Report& report) {
  std::string text;
  for (const auto& line : report.heading) text += printable(line) + '\n';
  if (!text.empty()) text += '\n';
  for (const auto& [title, table] : report.tables) {
    if (!title.empty()) text += printable(title) + '\n';
    text += aligned(table, title.empty() ? "" : "  ") + '\n';
  }
  for (const auto& line : report.notes) text += printable(line) + '\n';
  return text;
}

std::string markdown_text(const Report& report) {
  std::string text;
  for (const auto& line : report.heading) text += markdown_escaped(line) + "\n\n";
  for (const auto& [title, table] : report.tables) {
    if (!title.empty()) text += "### " + markdown_escaped(title) + "\n\n";
    text += markdown(table) + '\n';
  }
  for (const auto& line : report.notes) text += "- " + markdown_escaped(line) + '\n';
  return text;
}

/// A table environment for each table, between paragraphs of text.
std::string latex_text(const Report& report) {
  std::string text = "% \\usepackage{booktabs}\n";
  for (const auto& line : report.heading) text += latex_escaped(line) + "\n\n";
  for (const auto& [title, table] : report.tables) {
    text += "\\begin{table}\n  \\centering\n";
    if (!title.empty()) text += "  \\caption{" + latex_escaped(title) + "}\n";
    text += latex(table, "  ") + "\\end{table}\n\n";
  }
  for (const auto& line : report.notes) text += latex_escaped(line) + "\n\n";
  return text;
}

std::string csv(const Report& report) {
  std::string text;
  for (const auto& [name, value] : report.no_record.items()) {
    if (!text.empty()) text += ',';
    text += csv_field(name);
  }
  text += '\n';
  for (const auto& record : report.records) {
    for (const auto& value : record) {
      text += csv_field_of(value);
      text += ',';
    }
    text.back() = '\n';
  }
  return text;
}

struct Format {
  const char* name;
  std::string (*text)(const Report&);
};
constexpr std::array formats = {
    Format{"table", aligned_text},
    Format{"csv", csv},
    Format{"json", [](const Report& report) { return Json(report.records).dump(2) + '\n'; }},
    Format{"markdown", markdown_text},
    Format{"latex", latex_text},
};

}  // namespace

std::vector<std::string> report_formats() {
  std::vector<std::string> names;
  for (const auto& format : formats) names.emplace_back(format.name);
  return names;
}

std::string formatted(const Report& report, const std::string& format) {
  const auto found =
      std::find_if(formats.begin(), formats.end(), [&](const Format& each) { return each.name == format; });
  if (found != formats.end()) return found->text(report);
  fail_choice("--format", format, report_formats());
}

}  // namespace lowband
