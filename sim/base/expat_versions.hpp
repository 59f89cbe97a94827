// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expat.h>

#include <cstddef>

/// What Expat says otherwise from version to version: where in its text a parser is, which counts in 64 bits from 2.9
/// on, by functions that replace those before. No other file asks for the version.
namespace lowband {

#if XML_MAJOR_VERSION == 2 && XML_MINOR_VERSION < 9

inline std::size_t expat_line(XML_Parser parser) { return XML_GetCurrentLineNumber(parser); }
inline std::size_t expat_byte(XML_Parser parser) { return static_cast<std::size_t>(XML_GetCurrentByteIndex(parser)); }
inline std::size_t expat_bytes(XML_Parser parser) { return static_cast<std::size_t>(XML_GetCurrentByteCount(parser)); }

#else

inline std::size_t expat_line(XML_Parser parser) { return XML_GetCurrentLineNumber64(parser); }
inline std::size_t expat_byte(XML_Parser parser) { return static_cast<std::size_t>(XML_GetCurrentByteIndex64(parser)); }
inline std::size_t expat_bytes(XML_Parser parser) { return XML_GetCurrentByteCount64(parser); }

#endif

}  // namespace lowband
