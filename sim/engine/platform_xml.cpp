// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/platform_xml.hpp"

#include <expat.h>
#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string_view>

#include "sim/base/error.hpp"
#include "sim/base/expat_versions.hpp"
#include "sim/base/file_reader.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

using Attributes = std::map<std::string, std::string>;

std::string value_or(const Attributes& attributes, const std::string& name, const std::string& otherwise) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? otherwise : found->second;
}

bool is_ignored(const std::string& key) {
  static const std::set<std::string> of_the_experiment = {
      "network/model",        "network/latency-factor", "network/bandwidth-factor",
      "network/crosstraffic", "network/weight-S",       "network/TCP-gamma"};
  return key == "tracing" || key.starts_with("tracing/") || key == "path" || of_the_experiment.contains(key);
}

/// `text` as the value of an attribute.
std::string escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

constexpr std::string_view space = " \t\r\n";

/// Where an attribute stands in the text of its tag: from its name to the closing quote, and its value between quotes.
struct AttributePlace {
  std::size_t begin = 0;
  std::size_t value_begin = 0;
  std::size_t value_end = 0;
};

/// The place of the attribute in a well-formed tag "<NAME KEY="VALUE" ...>".
std::optional<AttributePlace> find_attribute(std::string_view tag, std::string_view name) {
  std::size_t at = tag.find_first_of(space);
  while (at != std::string_view::npos) {
    const std::size_t begin = tag.find_first_not_of(space, at);
    const std::size_t equals = tag.find('=', begin);
    if (begin == std::string_view::npos || equals == std::string_view::npos) break;
    const std::size_t quote = tag.find_first_of("\"'", equals);
    const std::size_t close = tag.find(tag[quote], quote + 1);
    const std::string_view found = tag.substr(begin, tag.find_first_of(" \t\r\n=", begin) - begin);
    if (found == name) return AttributePlace{begin, quote + 1, close};
    at = close + 1;
  }
  return std::nullopt;
}

}  // namespace

/// Takes what Expat reads. Expat is C: no exception may pass through it.
class PlatformXml::Reader {
 public:
  explicit Reader(PlatformXml& xml) : xml_(xml), parser_(XML_ParserCreate(nullptr), &XML_ParserFree) {}

  void read() {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** pairs) {
          static_cast<Reader*>(self)->begin(name, pairs);
        },
        [](void* self, const XML_Char* name) { static_cast<Reader*>(self)->end(name); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int length) {
      static_cast<Reader*>(self)->trace_.content.append(text, static_cast<std::size_t>(length));
    });
    if (XML_Parse(parser_.get(), xml_.text_.data(), static_cast<int>(xml_.text_.size()), 1) != XML_STATUS_OK) {
      throw UsageError(fmt::format("{}: malformed platform: line {}: {}", xml_.file_, expat_line(parser_.get()),
                                   XML_ErrorString(XML_GetErrorCode(parser_.get()))));
    }
    for (const auto& connection : connections_) connect(connection);
  }

 private:
  struct Trace {
    std::string id;
    std::string file;
    std::string content;
    double period_s = 0.0;
  };
  struct Connection {
    std::string trace;
    std::string element;
    std::string kind;
    std::size_t line = 0;
  };

  void begin(const std::string& name, const XML_Char** pairs) {
    Attributes attributes;
    for (; *pairs != nullptr; pairs += 2) attributes[pairs[0]] = pairs[1];
    const bool is_host = name == "host" || name == "peer";
    if (is_host || name == "link") {
      take_files(attributes, is_host);
    } else if (name == "trace") {
      begin_trace(attributes);
    } else if (name == "trace_connect") {
      connections_.push_back({value_or(attributes, "trace", ""), value_or(attributes, "element", ""),
                              value_or(attributes, "kind", "HOST_AVAIL"), line()});
      hide_element();
    } else if (name == "config") {
      in_config_ = true;
    } else if (name == "prop" && in_config_) {
      take_setting(value_or(attributes, "id", ""), value_or(attributes, "value", ""));
    } else if (name == "zone" || name == "AS") {
      xml_.has_coordinates_ =
          xml_.has_coordinates_ || ::strcasecmp(value_or(attributes, "routing", "").c_str(), "Vivaldi") == 0;
    }
  }

  void end(const std::string& name) {
    if (name == "config") in_config_ = false;
    if (name == "trace") traces_[trace_.id] = trace_;
    if (!element_) return;
    // Of the end of <NAME .../> Expat counts no byte.
    const auto count = expat_bytes(parser_.get());
    hide(element_->begin, count == 0 ? element_->end : tag_begin() + count);
    element_.reset();
  }

  void take_files(const Attributes& attributes, bool is_host) {
    struct Attribute {
      const char* name;
      Quantity quantity;
      bool is_host;
    };
    static constexpr std::array<Attribute, 6> known{{{"speed_file", Quantity::speed, true},
                                                     {"availability_file", Quantity::speed, true},
                                                     {"state_file", Quantity::state, true},
                                                     {"bandwidth_file", Quantity::bandwidth, false},
                                                     {"latency_file", Quantity::latency, false},
                                                     {"state_file", Quantity::state, false}}};
    for (const auto& one : known) {
      const std::string file = value_or(attributes, one.name, "");
      if (one.is_host != is_host || file.empty()) continue;
      const std::string policy = value_or(attributes, "sharing_policy", "SHARED");
      Profiled profiled;
      profiled.quantity = one.quantity;
      profiled.is_link = !is_host;
      profiled.name = value_or(attributes, "id", "");
      profiled.has_two_directions = policy == "SPLITDUPLEX" || policy == "FULLDUPLEX";
      profiled.file = file;
      profiled.line = line();
      xml_.profiles_.push_back(std::move(profiled));
      take_file(one.name, file, true);
    }
  }

  void begin_trace(const Attributes& attributes) {
    trace_ = {value_or(attributes, "id", ""), value_or(attributes, "file", ""), "", 0.0};
    trace_.period_s = std::strtod(value_or(attributes, "periodicity", "0").c_str(), nullptr);
    hide_element();
    if (!trace_.file.empty()) take_file("file", trace_.file, false);
  }

  void connect(const Connection& connection) {
    static const std::map<std::string, std::pair<Quantity, bool>> kinds = {{"HOST_AVAIL", {Quantity::state, false}},
                                                                           {"SPEED", {Quantity::speed, false}},
                                                                           {"LINK_AVAIL", {Quantity::state, true}},
                                                                           {"BANDWIDTH", {Quantity::bandwidth, true}},
                                                                           {"LATENCY", {Quantity::latency, true}}};
    const auto trace = traces_.find(connection.trace);
    const auto kind = kinds.find(connection.kind);
    const auto fail = [&](const std::string& what) {
      throw UsageError(fmt::format("{}: line {}: {}", xml_.file_, connection.line, what));
    };
    if (trace == traces_.end()) fail(fmt::format("trace_connect: no trace \"{}\"", connection.trace));
    if (kind == kinds.end()) {
      fail(
          fmt::format("trace_connect: expected a kind HOST_AVAIL, SPEED, LINK_AVAIL, BANDWIDTH or LATENCY, found "
                      "\"{}\"",
                      connection.kind));
    }
    Profiled profiled;
    std::tie(profiled.quantity, profiled.is_link) = kind->second;
    profiled.name = connection.element;
    profiled.file = trace->second.file;
    profiled.content = trace->second.content;
    profiled.period_s = trace->second.period_s;
    profiled.line = connection.line;
    xml_.profiles_.push_back(std::move(profiled));
  }

  void take_setting(const std::string& key, const std::string& value) {
    const bool ignored = is_ignored(key);
    (ignored ? xml_.ignored_settings_ : xml_.settings_).push_back({key, value});
    if (ignored) hide_element();
  }

  /// Remembers the place of the file's name, and hides the attribute if it is not inside something hidden.
  void take_file(std::string_view attribute, const std::string& file, bool hides) {
    const std::string_view tag = std::string_view(xml_.text_).substr(tag_begin(), tag_end() - tag_begin());
    const auto found = find_attribute(tag, attribute);
    if (!found) return;  // in an encoding that is read by Expat, but not byte by byte: SimGrid refuses that
    xml_.files_.push_back({file, {tag_begin() + found->value_begin, tag_begin() + found->value_end}});
    if (hides) hide(tag_begin() + found->begin, tag_begin() + found->value_end + 1);
  }

  /// Hides from the tag of now to its end tag: none of the elements that are hidden holds another element.
  void hide_element() { element_ = Part{tag_begin(), tag_end()}; }
  void hide(std::size_t begin, std::size_t end) { xml_.hidden_.push_back({begin, end}); }
  [[nodiscard]] std::size_t line() const { return expat_line(parser_.get()); }
  [[nodiscard]] std::size_t tag_begin() const { return expat_byte(parser_.get()); }
  [[nodiscard]] std::size_t tag_end() const { return tag_begin() + expat_bytes(parser_.get()); }

  PlatformXml& xml_;
  std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_;
  std::map<std::string, Trace> traces_;
  std::vector<Connection> connections_;
  Trace trace_;
  std::optional<Part> element_;  ///< the opening tag of what is being hidden
  bool in_config_ = false;
};

PlatformXml::PlatformXml(const std::string& file) : file_(file) {
  if (!fs::exists(file_)) throw UsageError(fmt::format("{}: no such platform file", file_));
  if (!fs::is_regular_file(file_)) throw UsageError(fmt::format("{}: not a platform file", file_));
  is_packed_ = FileReader(file_).is_packed();
  text_ = read_text_file(file_);
  Reader(*this).read();
  std::sort(files_.begin(), files_.end(), [](const auto& a, const auto& b) { return a.value.begin < b.value.begin; });
}

std::string PlatformXml::text_for_simgrid() const {
  std::string text = text_;
  for (const auto& [begin, end] : hidden_) {
    std::replace_if(
        text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end),
        [](char c) { return c != '\n'; }, ' ');
  }
  return text;
}

std::string PlatformXml::path_of(const std::string& named) const {
  return (fs::path(file_).parent_path() / named).lexically_normal().string();  // which is `named` if that is absolute
}

std::vector<std::string> PlatformXml::named_files() const {
  std::vector<std::string> names;
  for (const auto& one : files_) {
    if (std::find(names.begin(), names.end(), one.name) == names.end()) names.push_back(one.name);
  }
  return names;
}

std::string PlatformXml::text_with_files(const std::map<std::string, std::string>& names) const {
  std::string text;
  std::size_t copied = 0;
  for (const auto& one : files_) {
    text.append(text_, copied, one.value.begin - copied);
    text += escaped(names.at(one.name));
    copied = one.value.end;
  }
  return text.append(text_, copied, std::string::npos);
}

}  // namespace lowband
