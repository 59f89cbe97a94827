// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sim/compression/compressor.hpp"

/// The codecs that every test, fuzz target and benchmark of codecs as such goes through.
namespace lowband::testing {

struct Variant {
  std::string_view label;  ///< names its benchmarks and fuzz targets
  std::string_view json;   ///< as in an experiment

  [[nodiscard]] std::string name() const {
    const Json parsed = Json::parse(json);
    return (parsed.is_string() ? parsed : parsed.at("name")).get<std::string>();
  }
  [[nodiscard]] std::unique_ptr<Compressor> make() const {
    return compressors().read(Json::parse(json), Place("variants.hpp"));
  }
};

/// Every codec of the registry at least once, and once more for each wire format or code path that parameters switch
/// to. Each begins a line: fuzz/CMakeLists.txt reads the labels from here.
// clang-format off
inline constexpr auto variants = std::to_array<Variant>({
    {"none", R"("none")"},
    {"low-rank", R"("low-rank")"},
    {"fp16", R"("fp16")"},
    {"bf16", R"("bf16")"},
    {"natural", R"("natural")"},
    {"qsgd", R"("qsgd")"},
    {"qsgd-2-bits", R"({"name": "qsgd", "bits": 2})"},
    {"qsgd-8-bits", R"({"name": "qsgd", "bits": 8})"},
    {"qsgd-2-norm", R"({"name": "qsgd", "norm": "2"})"},
    {"qsgd-5-levels", R"({"name": "qsgd", "levels": 5, "bucket": 7})"},
    {"qsgd-elias-sparse", R"({"name": "qsgd", "bits": 2, "norm": "2", "encoding": "elias-sparse"})"},
    {"qsgd-elias-sparse-max", R"({"name": "qsgd", "encoding": "elias-sparse"})"},
    {"qsgd-elias-dense", R"({"name": "qsgd", "levels": 22, "norm": "2", "encoding": "elias-dense"})"},
    {"terngrad", R"("terngrad")"},
    {"terngrad-unclipped", R"({"name": "terngrad", "clip": null})"},
    {"terngrad-base-3", R"({"name": "terngrad", "packing": "base-3"})"},
    {"modulo", R"({"name": "modulo", "theta": 1})"},
    {"modulo-1-bit", R"({"name": "modulo", "theta": 1, "bits": 1})"},
    {"modulo-stochastic", R"({"name": "modulo", "theta": 1, "bits": 4, "rounding": "stochastic"})"},
    {"top-k", R"("top-k")"},
    {"top-k-half", R"({"name": "top-k", "ratio": 0.5})"},
    {"random-k", R"("random-k")"},
    {"random-k-biased", R"({"name": "random-k", "ratio": 0.75, "unbiased": false})"},
    {"threshold", R"({"name": "threshold", "tau": 0.5})"},
    {"adaptive-threshold", R"("adaptive-threshold")"},
    {"composed", R"("composed")"},
    {"composed-elias", R"({"name": "composed", "sparsify": {"name": "top-k", "ratio": 0.5}, "quantize": {"name": "qsgd", "encoding": "elias-sparse"}})"},
    {"composed-random-k", R"({"name": "composed", "sparsify": "random-k", "quantize": "terngrad"})"},
    {"k-level", R"("k-level")"},
    {"k-level-norm", R"({"name": "k-level", "levels": 5, "range": "norm"})"},
    {"k-level-buckets", R"({"name": "k-level", "levels": 256, "bucket": 512})"},
    {"rotated-k-level", R"("rotated-k-level")"},
    {"rotated-k-level-whole", R"({"name": "rotated-k-level", "levels": 5, "block": 16777216})"},
    {"variable-length-k-level", R"("variable-length-k-level")"},
    {"variable-length-k-level-1000", R"({"name": "variable-length-k-level", "levels": 1000})"},
    {"natural-dithering", R"("natural-dithering")"},
    {"natural-dithering-buckets", R"({"name": "natural-dithering", "levels": 5, "norm": "max", "bucket": 7})"},
    {"scaled-sign", R"("scaled-sign")"},
    {"scaled-sign-2-norm", R"({"name": "scaled-sign", "norm": "2"})"},
    {"one-bit", R"("one-bit")"},
    {"grid", R"({"name": "grid", "step": 0.01})"},
    {"grid-coarse", R"({"name": "grid", "step": 3})"},
    {"zipml", R"("zipml")"},
    {"zipml-100-levels", R"({"name": "zipml", "levels": 100, "sample": 120})"},
});
// clang-format on

/// Throws std::out_of_range for a label that is not there.
[[nodiscard]] inline const Variant& variant(std::string_view label) {
  for (const Variant& variant : variants) {
    if (variant.label == label) return variant;
  }
  throw std::out_of_range("no variant has the label " + std::string(label));
}

/// Whether vectors come back bit for bit, NaN too; codecs of matrices send vectors in full precision.
[[nodiscard]] inline bool keeps_all(const Compressor& codec) {
  return codec.facts().error_class == ErrorClass::lossless || codec.matrix_rank() > 0;
}

}  // namespace lowband::testing
