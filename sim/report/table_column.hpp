// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "sim/base/place.hpp"
#include "sim/report/text_table.hpp"

namespace lowband {

/// A column of a table for people, of what each Row tells.
template <class Row>
struct TableColumn {
  TextTable::Column column;
  std::function<std::string(const Row&)> cell;
  std::function<Json(const Row&)> key;  ///< what the cell stands for: a number, a text; null for "-"
};

}  // namespace lowband
