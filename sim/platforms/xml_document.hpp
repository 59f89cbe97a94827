// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lowband {

/// An element of an XML document that was read.
struct XmlNode {
  std::string name;  ///< without the prefix of a namespace
  std::size_t line = 0;
  std::map<std::string, std::string> attributes{};
  std::string text{};  ///< all that stands in it but for its children, without blanks at either end
  std::vector<XmlNode> children{};

  /// The first child of that name; nullptr if there is none.
  [[nodiscard]] const XmlNode* child(std::string_view name) const;
  /// An attribute; empty if it is absent.
  [[nodiscard]] std::string attribute(const std::string& name) const;
};

/// The outermost element of an XML file. What is no XML, or nests deeper than 100 elements, is a UsageError
/// "FILE:LINE: ...".
[[nodiscard]] XmlNode read_xml_file(const std::filesystem::path& file);

}  // namespace lowband
