// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/page_files.hpp"

#include <cstddef>

// Each file from its first byte to the one after its last; see page_files.S.
extern "C" {
extern const char lowband_page_form[];
extern const char lowband_page_form_end[];
extern const char lowband_page_style[];
extern const char lowband_page_style_end[];
extern const char lowband_page_page[];
extern const char lowband_page_page_end[];
extern const char lowband_page_charts[];
extern const char lowband_page_charts_end[];
extern const char lowband_page_vega[];
extern const char lowband_page_vega_end[];
extern const char lowband_page_licence[];
extern const char lowband_page_licence_end[];
}

namespace lowband::page_file {

namespace {

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

}  // namespace

const std::string_view form = between(lowband_page_form, lowband_page_form_end);
const std::string_view style = between(lowband_page_style, lowband_page_style_end);
const std::string_view page = between(lowband_page_page, lowband_page_page_end);
const std::string_view charts = between(lowband_page_charts, lowband_page_charts_end);
const std::string_view vega = between(lowband_page_vega, lowband_page_vega_end);
const std::string_view licence = between(lowband_page_licence, lowband_page_licence_end);

}  // namespace lowband::page_file
