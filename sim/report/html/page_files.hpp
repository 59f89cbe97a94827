// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// The files that pages are made of, as they were when this program was built: page_files.S has them in it.
namespace lowband::page_file {

extern const std::string_view form;     ///< page/page.html
extern const std::string_view style;    ///< page/page.css
extern const std::string_view page;     ///< page/page.js
extern const std::string_view charts;   ///< page/charts.js
extern const std::string_view vega;     ///< third_party/vega/vega.min.js; empty: the program was built without it
extern const std::string_view licence;  ///< of Vega, and of what is in it

}  // namespace lowband::page_file
