// SPDX-License-Identifier: Apache-2.0
#include "fuzz/harness.hpp"

/// One target per wire format: compiled once for each variant, whose label is LOWBAND_FUZZ_CODEC.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lowband::fuzz::decode(LOWBAND_FUZZ_CODEC, {data, size});
  return 0;
}
