// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lowband {

/// An element of an XML document: attributes in the order in which they were given, and child elements.
class XmlElement {
 public:
  using Attributes = std::vector<std::pair<std::string, std::string>>;

  XmlElement(std::string name, Attributes attributes) : name_(std::move(name)), attributes_(std::move(attributes)) {}

  XmlElement& attribute(std::string name, std::string value);
  /// Adds a child and returns this element.
  XmlElement& add(XmlElement child);

  /// One line per element, indented by `depth` steps of two spaces; values are escaped.
  [[nodiscard]] std::string text(std::size_t depth = 0) const;

 private:
  void append_to(std::string& text, std::size_t depth) const;

  std::string name_;
  Attributes attributes_;
  std::vector<XmlElement> children_;
};

/// A comment of lines that are at most 120 characters long, as far as words are. `words` must hold no "--".
[[nodiscard]] std::string xml_comment(std::string_view words);

}  // namespace lowband
