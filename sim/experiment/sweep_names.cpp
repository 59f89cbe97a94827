// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/sweep_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"
#include "sim/experiment/value_range.hpp"
#include "sim/results/run_folder.hpp"

namespace lowband {

namespace {

/// All of a value, in few letters: "[0,1]", "qsgd(bits=2)", "(step=0.1)".
std::string whole_label(const Json& value) {
  if (value.is_number() || value.is_string()) return label_of(value);
  if (!value.is_object()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string name;
  std::vector<std::string> members;
  for (const auto& item : value.items()) {
    if (item.key() == "name" && item.value().is_string()) {
      name = label_of(item.value());
    } else {
      members.push_back(fmt::format("{}={}", item.key(), whole_label(item.value())));
    }
  }
  return members.empty() ? name : fmt::format("{}({})", name, fmt::join(members, ","));
}

std::string short_label(const Json& value) {
  if (value.is_null()) return "none";
  if (value.is_object() && value.contains("name") && value["name"].is_string()) return label_of(value["name"]);
  return whole_label(value);
}

std::string text_of(const SweepKey& key) { return fmt::format("{}", fmt::join(key, ".")); }

/// Whether the keys of a sweep end in `text`, of whole keys.
bool ends_in(const SweepKey& key, const std::string& text) { return ('.' + text_of(key)).ends_with('.' + text); }

/// The sweeps of all algorithms of an entry, and what names call them.
class SweepKeys {
 public:
  explicit SweepKeys(const std::vector<std::vector<SweptValue>>& algorithms) {
    for (const auto& values : algorithms) {
      for (const auto& value : values) {
        if (std::find(all_.begin(), all_.end(), value.key) == all_.end()) all_.push_back(value.key);
      }
    }
  }

  /// The one that is meant by `text`, of which `place` has a placeholder.
  [[nodiscard]] const SweepKey& named(const std::string& text, const Place& place) const {
    const auto found = matching(text);
    if (found.size() == 1) return *found.front();
    std::vector<std::string> texts;
    for (const auto& key : all_) texts.push_back(short_text(key));
    if (found.empty()) {
      place.fail(fmt::format("the placeholder {{{}}} stands for no sweep{}", text, did_you_mean(text, texts)));
    }
    std::erase_if(texts, [&](const auto& each) { return each != text && !each.ends_with('.' + text); });
    place.fail(fmt::format("the placeholder {{{}}} could be {{{}}}", text, fmt::join(texts, "} or {")));
  }

  /// The last of its keys, as many as tell it from all others.
  [[nodiscard]] std::string short_text(const SweepKey& key) const {
    std::string text;
    for (auto last = key.rbegin(); last != key.rend(); ++last) {
      text = text.empty() ? *last : *last + '.' + text;
      if (matching(text) == std::vector{&key_in_list(key)}) break;
    }
    return text;
  }

  /// "local_steps=4 bits=2"
  [[nodiscard]] std::string text_of_values(const std::vector<SweptValue>& values) const {
    std::vector<std::string> texts;
    for (const auto& value : values) texts.push_back(fmt::format("{}={}", short_text(value.key), value.label));
    return fmt::format("{}", fmt::join(texts, " "));
  }

 private:
  [[nodiscard]] const SweepKey& key_in_list(const SweepKey& key) const {
    return *std::find(all_.begin(), all_.end(), key);
  }

  /// The one with exactly these keys, or else all that end so.
  [[nodiscard]] std::vector<const SweepKey*> matching(const std::string& text) const {
    std::vector<const SweepKey*> found;
    for (const auto& key : all_) {
      if (text_of(key) == text) return {&key};
      if (ends_in(key, text)) found.push_back(&key);
    }
    return found;
  }

  std::vector<SweepKey> all_;  ///< each once, in the order of the file
};

/// What a name is made of: letters as they are, and placeholders.
struct Piece {
  std::string text;
  const SweepKey* key = nullptr;  ///< of the sweep whose value stands there
};

std::vector<Piece> pieces_of(const std::string& pattern, const SweepKeys& keys, const Place& place) {
  std::vector<Piece> pieces(1);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c != '{' && c != '}') {
      pieces.back().text += c;
    } else if (i + 1 < pattern.size() && pattern[i + 1] == c) {
      pieces.back().text += c;
      ++i;
    } else {
      const std::size_t end = c == '{' ? pattern.find('}', i) : std::string::npos;
      if (end == std::string::npos) {
        place.expected("placeholders such as {local_steps}, and {{ or }} for a brace, beside sweeps", pattern);
      }
      pieces.push_back({"", &keys.named(pattern.substr(i + 1, end - i - 1), place)});
      pieces.emplace_back();
      i = end;
    }
  }
  return pieces;
}

/// Without spaces at its ends, or several in a row, as values that are not there leave them.
std::string tidy(const std::string& name) {
  std::string text;
  for (const char c : name) {
    if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
  }
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::string name_of(const std::vector<Piece>& pieces, const std::vector<SweptValue>& values) {
  std::string name;
  bool misses_one = false;
  for (const auto& piece : pieces) {
    name += piece.text;
    if (piece.key == nullptr) continue;
    const auto has_key = [&](const SweptValue& each) { return each.key == *piece.key; };
    const auto value = std::find_if(values.begin(), values.end(), has_key);
    misses_one = misses_one || value == values.end();
    if (value != values.end()) name += value->label;
  }
  return misses_one ? tidy(name) : name;
}

}  // namespace

std::vector<std::string> sweep_labels(const std::vector<Json>& values) {
  std::vector<std::string> labels;
  std::map<std::string, int> uses;
  for (const auto& value : values) ++uses[labels.emplace_back(short_label(value))];
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (uses[labels[i]] > 1) labels[i] = whole_label(values[i]);
  }
  return labels;
}

std::vector<std::string> swept_names(const std::string& pattern, const std::vector<std::vector<SweptValue>>& algorithms,
                                     const Place& place) {
  const SweepKeys keys(algorithms);
  const auto pieces = pieces_of(pattern, keys, place);
  std::vector<std::string> names;
  std::map<std::string, std::size_t> indices;  // by folder
  for (const auto& values : algorithms) {
    std::string name = name_of(pieces, values);
    if (pieces.size() == 1) name += ' ' + keys.text_of_values(values);
    const auto [other, is_new] = indices.emplace(folder_name(name), names.size());
    if (!is_new) {
      place.fail(fmt::format("expected a name of its own for each algorithm, found {} for both {} and {}",
                             in_quotes(name), keys.text_of_values(algorithms[other->second]),
                             keys.text_of_values(values)));
    }
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace lowband
