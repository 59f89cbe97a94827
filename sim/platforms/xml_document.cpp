// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/xml_document.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <memory>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/expat_versions.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

namespace {

constexpr std::size_t deepest_element = 100;  ///< elements within each other; who destroys them calls itself for each
constexpr std::size_t piece = 1 << 20;

std::string without_prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

std::string trimmed(const std::string& text) {
  constexpr auto blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

class XmlReader {
 public:
  explicit XmlReader(std::string file) : file_(std::move(file)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** pairs) {
          static_cast<XmlReader*>(self)->begin(name, pairs);
        },
        [](void* self, const XML_Char* /*name*/) { static_cast<XmlReader*>(self)->end(); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int length) {
      static_cast<XmlReader*>(self)->open_.back().text.append(text, static_cast<std::size_t>(length));
    });
  }

  XmlNode root(const std::string& text) {
    for (std::size_t begin = 0; begin <= text.size(); begin += piece) {
      const std::size_t size = std::min(piece, text.size() - begin);
      const bool is_last = begin + size == text.size();
      if (XML_Parse(parser_.get(), text.data() + begin, static_cast<int>(size), is_last) != XML_STATUS_OK) {
        fail(too_deep_ ? fmt::format("expected at most {} elements within each other", deepest_element)
                       : fmt::format("not XML: {}", XML_ErrorString(XML_GetErrorCode(parser_.get()))));
      }
      if (is_last) break;
    }
    return std::move(open_.front().children.front());
  }

 private:
  void begin(std::string_view name, const XML_Char** pairs) {
    if (open_.size() > deepest_element) {  // an exception must not pass through the parser
      too_deep_ = true;
      XML_StopParser(parser_.get(), XML_FALSE);
      return;
    }
    XmlNode& node = open_.emplace_back();
    node.name = without_prefix(name);
    node.line = expat_line(parser_.get());
    for (; *pairs != nullptr; pairs += 2) node.attributes[without_prefix(pairs[0])] = pairs[1];
  }

  void end() {
    if (too_deep_) return;
    XmlNode node = std::move(open_.back());
    open_.pop_back();
    node.text = trimmed(node.text);
    open_.back().children.push_back(std::move(node));
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw UsageError(fmt::format("{}:{}: {}", file_, expat_line(parser_.get()), what));
  }

  std::string file_;
  std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_{XML_ParserCreate(nullptr), &XML_ParserFree};
  std::vector<XmlNode> open_{XmlNode{}};  ///< from one around the whole document down
  bool too_deep_ = false;
};

}  // namespace

const XmlNode* XmlNode::child(std::string_view wanted) const {
  for (const auto& one : children) {
    if (one.name == wanted) return &one;
  }
  return nullptr;
}

std::string XmlNode::attribute(const std::string& wanted) const {
  const auto found = attributes.find(wanted);
  return found == attributes.end() ? "" : found->second;
}

XmlNode read_xml_file(const std::filesystem::path& file) { return XmlReader(file.string()).root(read_text_file(file)); }

}  // namespace lowband
