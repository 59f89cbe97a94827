// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_graph_keys.hpp"

#include <algorithm>
#include <cctype>

namespace lowband {

namespace {

bool is_same(const std::string& a, const std::string& b) {
  const auto small = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return small(x) == small(y); });
}

}  // namespace

Json::const_iterator find(const Json& fields, const GraphKey& key) {
  for (const auto& name : key.names) {
    for (auto field = fields.begin(); field != fields.end(); ++field) {
      if (is_same(field.key(), name)) return field;
    }
  }
  return fields.end();
}

}  // namespace lowband
