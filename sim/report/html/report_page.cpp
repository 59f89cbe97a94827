// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/report_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>

#include "sim/report/best_report.hpp"
#include "sim/report/best_words.hpp"
#include "sim/report/comparison_notes.hpp"
#include "sim/report/comparison_table.hpp"
#include "sim/report/findings.hpp"
#include "sim/report/run_groups.hpp"
#include "sim/report/swept_values.hpp"

namespace lowband {

namespace {

Json at(const Json& manifest, const char* pointer) { return manifest.value(Json::json_pointer(pointer), Json()); }

/// A name, or the name in an object.
std::string name_in(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_object() && value.contains("name") ? name_in(value.at("name")) : "";
}

/// A number or a text as people read it; "" for nothing.
std::string shown(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// How an algorithm goes about it: what somebody who builds such a system has to choose.
struct Design {
  std::string paradigm;
  std::string codec;        ///< "qsgd, 4 bits", "none"
  std::string local_steps;  ///< "4", "post-local"
};

Design design_of(const ComparisonRow& row, std::span<const ResultsFolder> results) {
  const auto experiments = experiment_names(results);
  Design design{row.paradigm, row.compression, ""};
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (experiments[i] != row.experiment) continue;
    const Json algorithm = algorithm_in(results[i], row.algorithm);
    const std::string bits = shown(value_at(algorithm, "compression.bits"));
    if (!bits.empty()) design.codec += fmt::format(", {} bits", bits);
    const Json period = value_at(algorithm, "local_steps.name");
    design.local_steps = shown(period.is_null() ? value_at(algorithm, "local_steps") : period);
  }
  return design;
}

/// A link, or "none", and why that: "98 % used", "its latency: 62 % of the time", "compute". Empty: nothing is known.
struct Bottleneck {
  std::string link;
  std::string detail;

  [[nodiscard]] std::string text() const { return link.empty() ? "" : fmt::format("{} ({})", link, detail); }
};

/// What is shown of the best of a scenario.
struct Answer {
  const Best* best = nullptr;
  std::optional<Design> design{};
  const BestReason* reason = nullptr;

  /// What takes most of the time.
  [[nodiscard]] Bottleneck bottleneck() const;
  [[nodiscard]] std::string why() const {
    return reason == nullptr || best->winner.label.empty() ? "" : reason->sentence;
  }
};

/// "latency" of "latency-bound: 62 % of the time ...", "stragglers" of "held up by stragglers: ...", else what stands
/// before the figures.
std::string bound_in(const std::string& why) {
  constexpr std::string_view held_up = "held up by ";
  std::string bound = why.substr(0, why.find_first_of(":;"));
  if (bound.ends_with("-bound")) bound.erase(bound.rfind('-'));
  if (bound.starts_with(held_up)) bound.erase(0, held_up.size());
  return bound;
}

Bottleneck Answer::bottleneck() const {
  if (reason == nullptr || reason->link.empty()) return {};
  const std::string bound = bound_in(reason->sentence);
  if (bound == "latency" && !reason->slow_link.empty()) {
    return {reason->slow_link, fmt::format("its latency: {:.0f} % of the time", 100.0 * reason->latency)};
  }
  for (const char* other : {"compute", "stragglers", "coding", "waiting"}) {
    if (bound == other) return {"none", bound};
  }
  return {reason->link, fmt::format("{:.0f} % used", 100.0 * reason->utilisation)};
}

/// What all algorithms have in common was not to be chosen: it is left out of the answers.
void leave_out_common(std::vector<Answer>& answers, std::span<const ResultsFolder> results,
                      const Comparison& comparison) {
  std::vector<Design> designs;
  for (const auto& row : comparison.rows) designs.push_back(design_of(row, results));
  for (std::string Design::*member : {&Design::paradigm, &Design::codec, &Design::local_steps}) {
    const auto is_first = [&](const Design& design) { return design.*member == designs.front().*member; };
    if (!std::all_of(designs.begin(), designs.end(), is_first)) continue;
    for (auto& answer : answers) {
      if (answer.design) (*answer.design).*member = "";
    }
  }
}

std::vector<Answer> answers_of(std::span<const ResultsFolder> results, const Comparison& comparison,
                               std::span<const Best> best, std::span<const BestReason> reasons) {
  std::vector<Answer> answers;
  for (const auto& one : best) {
    Answer& answer = answers.emplace_back(Answer{&one});
    const auto row = std::find_if(comparison.rows.begin(), comparison.rows.end(), [&one](const ComparisonRow& each) {
      return each.scenario == one.scenario && each.label == one.winner.label;
    });
    if (row != comparison.rows.end()) answer.design = design_of(*row, results);
    const auto reason = std::find_if(reasons.begin(), reasons.end(),
                                     [&one](const BestReason& each) { return each.scenario == one.scenario; });
    if (reason != reasons.end()) answer.reason = &*reason;
  }
  leave_out_common(answers, results, comparison);
  return answers;
}

PageTable answer_table(std::span<const Answer> answers, std::span<const Best> best, BestBy by) {
  PageTable table;
  for (const auto& answer : answers) table.rows.push_back({answer.best->scenario});
  const auto add = [&](const char* header, const std::function<std::string(const Answer&)>& text) {
    if (std::all_of(answers.begin(), answers.end(), [&](const Answer& answer) { return text(answer).empty(); })) return;
    table.columns.push_back({header, true});
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const std::string cell = text(answers[i]);
      table.rows[i].cells.push_back(cell.empty() ? PageCell{"-"} : PageCell{cell, cell});
    }
  };
  const auto of_design = [](std::string Design::*member) {
    return [member](const Answer& answer) { return answer.design ? (*answer.design).*member : ""; };
  };
  for (const auto& column : best_columns(best, by)) {
    table.columns.push_back(column.column);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      table.rows[i].cells.push_back({column.cell(*answers[i].best), column.key(*answers[i].best)});
    }
    if (column.column.header != "best") continue;
    add("paradigm", of_design(&Design::paradigm));
    add("codec", of_design(&Design::codec));
    add("K", of_design(&Design::local_steps));
    add("bottleneck link", [](const Answer& answer) { return answer.bottleneck().text(); });
  }
  add("why", [](const Answer& answer) { return answer.why(); });
  return table;
}

/// Of more scenarios, what differs a little in each would hide what they have in common.
constexpr std::size_t most_told_in_full = 4;

/// What to choose, scenario by scenario, a sentence for each choice.
void add_choices(std::vector<std::string>& lines, std::span<const Answer> answers) {
  const auto add = [&](const char* subject, const std::function<std::string(const Answer&)>& choice) {
    Findings findings;
    for (const auto& answer : answers) {
      if (const std::string text = choice(answer); !text.empty()) findings.add(text, answer.best->scenario);
    }
    if (!findings.empty()) {
      lines.push_back(fmt::format("{}: {}.", subject, fmt::join(findings.texts(answers.size()), "; ")));
    }
  };
  add("Compress", [](const Answer& answer) {
    if (!answer.design || answer.design->codec.empty()) return std::string();
    return answer.design->codec == "none" ? std::string("no") : fmt::format("yes ({})", answer.design->codec);
  });
  add("Paradigm", [](const Answer& answer) { return answer.design ? answer.design->paradigm : ""; });
  add("Local steps K", [](const Answer& answer) { return answer.design ? answer.design->local_steps : ""; });
  // Of many scenarios the table tells the details.
  const bool are_few = answers.size() <= most_told_in_full;
  add("Bottleneck link", [are_few](const Answer& answer) {
    const Bottleneck bottleneck = answer.bottleneck();
    return are_few ? bottleneck.text() : bottleneck.link;
  });
  add(are_few ? "Why" : "Bound by",
      [are_few](const Answer& answer) { return are_few ? answer.why() : bound_in(answer.why()); });
}

void add_about(Page& page, std::span<const ResultsFolder> results, const Comparison& comparison) {
  const auto experiments = experiment_names(results);
  page.title = fmt::format("{}", fmt::join(experiments, ", "));
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Json& manifest = results[i].manifest;
    std::vector<std::string> facts;
    const auto add = [&facts](const std::string& value, const char* what) {
      if (!value.empty()) facts.push_back(fmt::format(fmt::runtime(what), value));
    };
    add(shown(at(manifest, "/experiment/workers")), "{} workers");
    add(name_in(at(manifest, "/experiment/model")), "model {}");
    add(shown(at(manifest, "/parameters")), "{} parameters");
    add(name_in(at(manifest, "/experiment/dataset")), "data {}");
    add(shown(at(manifest, "/lowband")), "lowband {}");
    const std::string prefix = results.size() > 1 ? experiments[i] + ": " : "";
    page.about.push_back(fmt::format("{}{}.", prefix, fmt::join(facts, ", ")));
    const std::string title = results.size() > 1 ? fmt::format("Manifest of {}", experiments[i]) : "Manifest";
    page.manifests.push_back({title, manifest});
  }
  for (const auto& line : heading_of(comparison)) page.about.push_back(line);
}

void add_table(Page& page, const Comparison& comparison) {
  const auto columns = comparison_columns(comparison);
  page.table.columns.push_back({"scenario", true});
  for (const auto& column : columns) page.table.columns.push_back(column.column);
  for (const auto& row : comparison.rows) {
    auto& cells = page.table.rows.emplace_back(PageTable::Row{row.scenario, {}, row.is_fastest}).cells;
    cells.push_back({row.scenario, row.scenario});
    for (const auto& column : columns) cells.push_back({column.cell(row), column.key(row)});
  }
  page.table_notes = report_for_people(comparison).notes;
}

void add_warnings(Page& page, std::span<const ResultsFolder> results) {
  for (const auto& folder : results) {
    for (const auto& remark : folder.remarks) page.warnings.push_back(remark);
    if (!folder.missing.empty()) {
      page.warnings.push_back(fmt::format("{}: {} of {} runs are not there, or incomplete", folder.path.string(),
                                          folder.missing.size(), folder.missing.size() + folder.runs.size()));
    }
    for (const Json& note : at(folder.manifest, "/data/notes")) page.warnings.push_back(shown(note));
  }
}

}  // namespace

std::optional<BestBy> decided_by(const Comparison& comparison) {
  const auto any = [&comparison](auto&& holds) {
    return std::any_of(comparison.rows.begin(), comparison.rows.end(), holds);
  };
  if (any([](const ComparisonRow& row) { return row.target.exists(); })) return BestBy::time;
  if (any([](const ComparisonRow& row) { return row.workers_test_accuracy.count > 0; })) return BestBy::accuracy;
  return {};
}

Page report_page(std::span<const ResultsFolder> results, const Comparison& comparison, std::span<const Best> best,
                 std::optional<BestBy> by, std::span<const BestReason> reasons) {
  Page page;
  add_about(page, results, comparison);
  for (const auto& row : comparison.rows) {
    if (page.scenarios.empty() || page.scenarios.back() != row.scenario) page.scenarios.push_back(row.scenario);
  }
  if (by) {
    const auto answers = answers_of(results, comparison, best, reasons);
    page.answer = best_in_words(best, *by, comparison.confidence);
    add_choices(page.answer, answers);
    page.answers = answer_table(answers, best, *by);
    page.answer_notes = best_meanings(best, *by, comparison.confidence);
    if (std::any_of(answers.begin(), answers.end(),
                    [](const Answer& answer) { return !answer.bottleneck().link.empty(); })) {
      page.answer_notes.emplace_back(
          "Bottleneck link: on the critical path of the best, the busiest link, and how much of it is used while "
          "messages flow; where latency takes most of the time, the link with the most of it; none where "
          "computation takes most. Of workers at their own pace, the busiest link of all.");
    }
  } else {
    page.answer.emplace_back("Nobody is best: there is neither a target nor an accuracy. The comparison is below.");
  }
  add_table(page, comparison);
  add_warnings(page, results);
  return page;
}

}  // namespace lowband
