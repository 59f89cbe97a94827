// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/html_text.hpp"

#include <array>

#include "sim/base/printable.hpp"
#include "sim/report/replaced.hpp"

namespace lowband {

namespace {

constexpr std::array in_html{Replacement{"&", "&amp;"}, Replacement{"<", "&lt;"}, Replacement{">", "&gt;"},
                             Replacement{"\"", "&quot;"}, Replacement{"'", "&#39;"}};
constexpr std::array in_script{Replacement{"<", "\\u003c"}, Replacement{">", "\\u003e"}, Replacement{"&", "\\u0026"},
                               Replacement{"\u2028", "\\u2028"}, Replacement{"\u2029", "\\u2029"}};

}  // namespace

std::string html_escaped(std::string_view text) { return replaced(printable(text), in_html); }

std::string json_in_script(const Json& json) {
  // What is no UTF-8 is shown as such, in place of a failure.
  return replaced(json.dump(-1, ' ', false, Json::error_handler_t::replace), in_script);
}

}  // namespace lowband
