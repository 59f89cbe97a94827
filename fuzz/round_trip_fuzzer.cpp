// SPDX-License-Identifier: Apache-2.0
#include "fuzz/harness.hpp"

/// As decode_fuzzer.cpp.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lowband::fuzz::round_trip(LOWBAND_FUZZ_CODEC, {data, size});
  return 0;
}
