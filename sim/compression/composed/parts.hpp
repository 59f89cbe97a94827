// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/base/component.hpp"
#include "sim/compression/sparse/sparsifier.hpp"

namespace lowband {

/// What can choose the coordinates of a composed code.
[[nodiscard]] const Registry<Sparsifier>& sparsifiers();
/// What can code the values of these: the codecs of compressors() whose codes make sense of k values out of d.
[[nodiscard]] const Registry<Compressor>& quantizers();

/// Declares "sparsify" and "quantize". Codecs that cannot have such a part are refused with the reason.
void declare_parts(Parameters& parameters, Named<Sparsifier>& sparsifier, Named<Compressor>& quantizer);

}  // namespace lowband
