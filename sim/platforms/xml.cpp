// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/xml.hpp"

#include <sstream>

namespace lowband {

namespace {

constexpr std::size_t longest_line = 120;

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '&') {
      text += "&amp;";
    } else if (c == '<') {
      text += "&lt;";
    } else if (c == '"') {
      text += "&quot;";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

XmlElement& XmlElement::attribute(std::string name, std::string value) {
  attributes_.emplace_back(std::move(name), std::move(value));
  return *this;
}

XmlElement& XmlElement::add(XmlElement child) {
  children_.push_back(std::move(child));
  return *this;
}

std::string XmlElement::text(std::size_t depth) const {
  std::string text;
  append_to(text, depth);
  return text;
}

void XmlElement::append_to(std::string& text, std::size_t depth) const {
  const std::string indent(2 * depth, ' ');
  text += indent + '<' + name_;
  for (const auto& [name, value] : attributes_) text += ' ' + name + "=\"" + escaped(value) + '"';
  if (children_.empty()) {
    text += "/>\n";
    return;
  }
  text += ">\n";
  for (const auto& child : children_) child.append_to(text, depth + 1);
  text += indent + "</" + name_ + ">\n";
}

std::string xml_comment(std::string_view words) {
  std::istringstream stream{std::string(words)};
  std::string text = "<!--";
  std::size_t length = text.size();
  for (std::string word; stream >> word;) {
    if (length + 1 + word.size() > longest_line) {
      text += "\n    ";
      length = 4;
    }
    text += ' ' + word;
    length += 1 + word.size();
  }
  return text + " -->\n";
}

}  // namespace lowband
