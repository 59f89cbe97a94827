// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/describe_markdown.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/commands/shelves.hpp"
#include "sim/compression/compression.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/platforms/platform_generator.hpp"

namespace lowband {

namespace {

using Cells = std::vector<std::string>;

/// Words as the cell of a table: what would end the cell, begin a tag or be taken for emphasis is escaped.
std::string words(std::string_view text) {
  std::string cell;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : ' ';
    const bool begins_tag = text[i] == '<' && (std::isalpha(static_cast<unsigned char>(next)) != 0 || next == '/');
    if (text[i] == '|' || text[i] == '*' || begins_tag) cell += '\\';
    cell += text[i] == '\n' ? ' ' : text[i];
  }
  return cell;
}

/// A name or value as the cell of a table: in code only what would end the cell is escaped.
std::string code(std::string_view text) {
  std::string cell = "`";
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell + '`';
}

/// Columns in which no row has anything are left out.
void print_table(const Cells& header, const std::vector<Cells>& rows) {
  Cells shown;
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (std::all_of(rows.begin(), rows.end(), [i](const Cells& row) { return row[i].empty(); })) continue;
    columns.push_back(i);
    shown.push_back(header[i]);
  }
  fmt::print("| {} |\n", fmt::join(shown, " | "));
  fmt::print("|{}\n", fmt::join(Cells(columns.size(), "---|"), ""));
  for (const auto& row : rows) {
    fmt::print("|");
    for (const std::size_t i : columns) fmt::print("{}", row[i].empty() ? " |" : fmt::format(" {} |", row[i]));
    fmt::print("\n");
  }
}

const Cells parameter_header = {"parameter", "type", "default", "unit", "meaning"};

std::string default_of(const Parameter& parameter) {
  if (parameter.required) return "required";
  const Json value = parameter.value();
  if (value.is_null()) return "none";
  if (parameter.keys && value.is_structured() && !value.empty()) return "see its keys";
  return code(value.is_object() && value.contains("name") ? value["name"].dump() : value.dump());
}

/// Whether papers say what the values of a parameter mean.
bool have_sources(const std::vector<Choice>& choices) {
  return std::any_of(choices.begin(), choices.end(), [](const Choice& choice) { return !choice.source.empty(); });
}

std::string meaning_of(const Parameter& parameter) {
  std::string text = words(parameter.help);
  if (have_sources(parameter.choices)) return text;
  for (const auto& choice : parameter.choices) {
    text += fmt::format("<br>{}: {}", code(choice.name), words(choice.help));
  }
  return text;
}

Cells cells_of(const Parameter& parameter) {
  return {code(parameter.name), words(parameter.type), default_of(parameter), words(parameter.unit),
          meaning_of(parameter)};
}

void print_table(const Parameters& parameters) {
  if (parameters.list().empty()) {
    fmt::print("no parameters\n");
    return;
  }
  std::vector<Cells> rows;
  for (const auto& parameter : parameters.list()) rows.push_back(cells_of(parameter));
  print_table(parameter_header, rows);
}

void print_choices(const Parameter& parameter) {
  std::vector<Cells> rows;
  for (const auto& choice : parameter.choices) {
    rows.push_back({code(choice.name), words(choice.help), words(choice.source)});
  }
  print_table({words(parameter.name), "what it is", "source"}, rows);
}

/// A parameter, and the components that have it, all with the same words.
struct SharedParameter {
  Cells cells;
  Cells owners;
};

void add(std::vector<SharedParameter>& shared, const std::string& owner, const Parameters& parameters) {
  for (const auto& parameter : parameters.list()) {
    Cells cells = cells_of(parameter);
    const auto known =
        std::find_if(shared.begin(), shared.end(), [&](const SharedParameter& each) { return each.cells == cells; });
    (known == shared.end() ? shared.insert(shared.end(), {std::move(cells), {}}) : known)->owners.push_back(owner);
  }
}

/// "all", or "all but" the one that is missing among many.
Cells short_owners(Cells owners, const Shelf& shelf) {
  constexpr std::size_t many = 5;
  const std::size_t missing = shelf.items.size() - owners.size();
  if (missing == 0) return {"all"};
  if (missing > 1 || owners.size() < many) return owners;
  const auto lacks = [&](const Item& item) {
    return std::find(owners.begin(), owners.end(), code(item.name)) == owners.end();
  };
  const auto other = std::find_if(shelf.items.begin(), shelf.items.end(), lacks);
  return {"all but " + code(other->name)};
}

/// The parameters of all components of a kind, each once.
void print_shared_parameters(const Shelf& shelf) {
  std::vector<SharedParameter> shared;
  for (const auto& item : shelf.items) {
    const auto component = item.make();
    Parameters parameters;
    component->parameters(parameters);
    add(shared, code(item.name), parameters);
  }
  for (auto& parameter : shared) parameter.owners = short_owners(std::move(parameter.owners), shelf);
  if (shelf.title == "codecs") {
    Compression compression;
    Parameters settings;
    compression.settings(settings);
    add(shared, "all", settings);
  }
  if (shared.empty()) return;
  Cells header = {words(shelf.kind)};
  header.insert(header.end(), parameter_header.begin(), parameter_header.end());
  std::vector<Cells> rows;
  for (const auto& [cells, owners] : shared) {
    rows.push_back({fmt::format("{}", fmt::join(owners, ", "))});
    rows.back().insert(rows.back().end(), cells.begin(), cells.end());
  }
  fmt::print("\n");
  print_table(header, rows);
}

/// What the links of each kind of platform are called.
void print_link_names(const Shelf& shelf) {
  std::vector<Cells> rows;
  for (const auto& item : shelf.items) {
    const auto component = item.make();
    const auto* platform = dynamic_cast<const PlatformGenerator*>(component.get());
    if (platform == nullptr) return;
    for (const auto& [pattern, meaning] : platform->link_names()) {
      rows.push_back({code(item.name), code(pattern), words(meaning)});
    }
  }
  fmt::print("\n");
  print_table({words(shelf.kind), "links", "which lead"}, rows);
}

void print_shelf(const Shelf& shelf) {
  std::vector<Cells> rows;
  for (const auto& item : shelf.items) {
    rows.push_back({code(item.name), words(item.help), "", "", "", "", words(item.source)});
    const auto component = item.make();
    if (const auto* metric = dynamic_cast<const Metric*>(component.get())) {
      rows.back()[4] = text(metric->facts().better);
      rows.back()[5] = owners_text(*metric);
    }
    const auto* codec = dynamic_cast<const Compressor*>(component.get());
    if (codec == nullptr) continue;
    rows.back()[2] = text(codec->facts().error_class);
    rows.back()[3] = words(codec->facts().bits);
  }
  print_table({words(shelf.kind), "what it is", "class", "bits per coordinate", "better", "of", "source"}, rows);
  print_shared_parameters(shelf);
  print_link_names(shelf);
}

/// What a table can be about, with the parameters that its owner states.
struct Subject {
  std::string name;  ///< "qsgd"
  std::string path;  ///< "codecs.qsgd"
  std::function<std::unique_ptr<Component>()> make;
};

std::vector<Subject> subjects() {
  std::vector<Subject> all{{"experiment", "experiment", [] { return std::make_unique<Experiment>(); }}};
  for (const auto& shelf : shelves()) {
    for (const auto& item : shelf.items) {
      all.push_back({item.name, fmt::format("{}.{}", shelf.title, item.name), item.make});
    }
  }
  return all;
}

/// The rest of `what` after `name` and a dot, or nothing if that is all; empty optional: it is about something else.
std::optional<std::string_view> rest_after(std::string_view what, std::string_view name) {
  if (what == name) return "";
  if (!what.starts_with(name) || what[name.size()] != '.') return std::nullopt;
  return what.substr(name.size() + 1);
}

/// The table of the parameter that `keys` leads to, one name after the other with dots between; none: of all.
void print_path(const std::string& path, const Parameters& parameters, std::string_view keys) {
  if (keys.empty()) return print_table(parameters);
  const std::string key(keys.substr(0, keys.find('.')));
  const auto& list = parameters.list();
  const auto found = std::find_if(list.begin(), list.end(), [&](const Parameter& each) { return each.name == key; });
  if (found == list.end()) {
    Cells names;
    for (const auto& parameter : list) names.push_back(parameter.name);
    throw UsageError(fmt::format("describe --markdown: {} has no \"{}\"{}", path, key, did_you_mean(key, names)));
  }
  const std::string here = fmt::format("{}.{}", path, key);
  const std::string_view rest = keys.substr(std::min(keys.size(), key.size() + 1));
  if (found->keys && rest.empty() && !found->choices.empty()) {
    print_choices(*found);
    fmt::print("\n");
  }
  if (found->keys) return print_path(here, found->keys(), rest);
  if (found->choices.empty() || !rest.empty()) {
    throw UsageError(fmt::format("describe --markdown: {} has {} of its own: see {}", here,
                                 rest.empty() ? "neither keys nor values" : "no keys", path));
  }
  print_choices(*found);
}

[[noreturn]] void refuse(const std::string& what, const std::vector<Subject>& subjects,
                         const std::vector<Shelf>& shelves) {
  Cells names;
  for (const auto& shelf : shelves) names.push_back(shelf.title);
  for (const auto& subject : subjects) names.push_back(subject.name);
  std::string nearest = nearest_name(what, names);
  if (nearest.empty()) nearest = nearest_name(what.substr(0, what.find('.')), names);
  throw UsageError(fmt::format(
      "describe --markdown: expected a kind, a component or a key of one, such as codecs, qsgd or gossip.method, found "
      "\"{}\"{}",
      what, nearest.empty() ? "" : fmt::format(", did you mean \"{}\"?", nearest)));
}

}  // namespace

int describe_markdown_command(const std::string& what) {
  const auto kinds = listed_shelves();
  for (const auto& shelf : kinds) {
    if (shelf.title == what) {
      print_shelf(shelf);
      return 0;
    }
  }
  const auto all = subjects();
  std::vector<std::pair<const Subject*, std::string_view>> found;
  for (const auto& subject : all) {
    auto keys = rest_after(what, subject.path);
    if (!keys) keys = rest_after(what, subject.name);
    if (keys) found.emplace_back(&subject, *keys);
  }
  if (found.empty()) refuse(what, all, kinds);
  if (found.size() > 1) {
    Cells paths;
    for (const auto& [subject, keys] : found) paths.push_back(subject->path);
    throw UsageError(fmt::format("describe --markdown: several things are called \"{}\": name one of {}",
                                 found.front().first->name, fmt::join(paths, ", ")));
  }
  const auto component = found.front().first->make();
  Parameters parameters;
  component->parameters(parameters);
  print_path(found.front().first->name, parameters, found.front().second);
  return 0;
}

}  // namespace lowband
