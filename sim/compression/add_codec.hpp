// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/compression/compressor.hpp"

namespace lowband {

/// Adds a codec of the program's own, under a name that none has. To be called before anything else of the library.
void add_codec(Registry<Compressor>::Entry codec);

}  // namespace lowband
