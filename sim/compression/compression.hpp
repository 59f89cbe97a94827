// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/compression/code_samples.hpp"
#include "sim/compression/compressor.hpp"

namespace lowband {

/// A tensor of a vector that is compressed.
struct CodedTensor {
  std::size_t size = 0;            ///< its elements
  bool in_full_precision = false;  ///< however large it is, and whatever rules say
  std::string name = {};
};

struct CodecRule;

/// What an experiment says of compression: a codec, and how it is applied to what a worker sends.
class Compression {
 public:
  /// Full precision.
  Compression();
  Compression(Compression&&) = default;
  Compression& operator=(Compression&&) = default;
  Compression(const Compression&) = delete;
  Compression& operator=(const Compression&) = delete;
  ~Compression();

  /// Declares the codec, with the settings below among its parameters, as the nested component `name`.
  void declare(Parameters& parameters, std::string name, std::string help);
  /// The settings that stand beside the parameters of any codec.
  void settings(Parameters& parameters);

  [[nodiscard]] const std::string& name() const noexcept { return codec_.name; }
  [[nodiscard]] const Compressor& codec() const noexcept { return *codec_; }
  [[nodiscard]] bool is_none() const noexcept { return codec_.name == "none"; }

  /// Whether what a code left out is remembered by its sender, and added to what it sends next (1-bit SGD: Seide et
  /// al., Interspeech 2014; in general: Karimireddy et al., ICML 2019, arXiv:1901.09847).
  [[nodiscard]] bool has_error_feedback() const noexcept { return error_feedback_; }
  /// Whether the codec is applied to every parameter tensor by itself, or once to the flat vector of all of them.
  [[nodiscard]] bool is_by_layer() const noexcept {
    return scope_ == "layer" || (scope_ == "auto" && codec_->is_for_tensors());
  }
  [[nodiscard]] bool has_rules() const noexcept { return !rules_.empty(); }
  /// What compresses this tensor: the first rule that matches its name, or else this, unless it is too small; null
  /// where it travels in full precision.
  [[nodiscard]] const Compression* of(const CodedTensor& tensor) const;
  /// This, and then those of the rules that compress.
  [[nodiscard]] std::vector<const Compression*> all() const;
  /// Throws UsageError at `place`, where this stands, about a rule that counts for none of the tensors. Those without a
  /// name are none.
  void check_rules(std::span<const CodedTensor> tensors, const Place& place) const;

  /// Whether the size of every code follows from the number of coordinates.
  [[nodiscard]] bool has_known_sizes() const;
  /// Whether there is a factor with which the errors of every code contract.
  [[nodiscard]] bool contracts() const;
  /// The bytes of a code of `size` coordinates. Where they depend on the values, those of the code of as many standard
  /// normal numbers; of more than `most`, those of `most` in proportion.
  [[nodiscard]] double code_bytes(std::size_t size, std::size_t most) const;
  /// The same, and so for the rules, for vectors `share` times as long, 0 < share <= 1, but with no tensor too small
  /// for a code.
  [[nodiscard]] Compression shortened(double share) const;

 private:
  void declare_rules(Parameters& parameters);
  void check(const Place& place);

  Named<Compressor> codec_;
  Json codec_json_ = "none";  ///< from which codecs like it are made
  bool error_feedback_ = false;
  std::string scope_ = "auto";
  int skip_smaller_than_ = 0;
  std::vector<CodecRule> rules_;
  std::shared_ptr<CodeSamples> samples_ = std::make_shared<CodeSamples>();  ///< of codec_
};

/// Another codec for some tensors.
struct CodecRule {
  std::string match;  ///< a shell pattern of their names
  Compression compression;
};

}  // namespace lowband
