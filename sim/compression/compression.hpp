#pragma once

#include <memory>
#include <string>

#include "sim/compression/code_samples.hpp"
#include "sim/compression/compressor.hpp"

namespace lowband {

/// What an experiment says of compression: a codec, and how it is applied to what a worker sends.
class Compression {
 public:
  /// Full precision.
  Compression();

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
  /// Tensors with fewer elements travel in full precision.
  [[nodiscard]] std::size_t skip_smaller_than() const noexcept { return static_cast<std::size_t>(skip_smaller_than_); }
  /// Whether the size of a code follows from the number of coordinates.
  [[nodiscard]] bool has_known_sizes() const { return codec_->encoded_size(1).has_value(); }
  /// The bytes of a code of `size` coordinates. Where they depend on the values, those of the code of as many standard
  /// normal numbers; of more than `most`, those of `most` in proportion.
  [[nodiscard]] double code_bytes(std::size_t size, std::size_t most) const;
  /// The same for vectors `share` times as long, 0 < share <= 1, but with no tensor too small for a code.
  [[nodiscard]] Compression shortened(double share) const;

 private:
  void check(const Place& place) const;

  Named<Compressor> codec_;
  Json codec_json_ = "none";  ///< from which codecs like it are made
  bool error_feedback_ = false;
  std::string scope_ = "auto";
  int skip_smaller_than_ = 0;
  std::shared_ptr<CodeSamples> samples_ = std::make_shared<CodeSamples>();  ///< of codec_
};

}  // namespace lowband
