#include "sim/compression/compression.hpp"

#include <fmt/format.h>

namespace lowband {

Compression::Compression() : codec_(read_named(compressors(), "none", Place("default"))) {}

void Compression::declare(Parameters& parameters, std::string name, std::string help) {
  Parameters more;
  settings(more);
  declare_component(parameters, std::move(name), codec_, compressors(), std::move(help), Parameters::Need::optional,
                    more, [this](const Place& place) {
                      check(place);
                      codec_json_ = values(compressors(), codec_);
                    });
}

void Compression::settings(Parameters& parameters) {
  const auto without_codec = [this] { return is_none() ? "everything travels in full precision" : ""; };
  parameters.flag("error_feedback", error_feedback_,
                  "the sender remembers what a code left out, and adds it to what it sends next");
  parameters.no_effect_if(without_codec);
  parameters.choice("scope", scope_,
                    {{"auto",
                      "\"layer\" for scaled-sign and one-bit, also of kept values, which have one magnitude for all "
                      "coordinates, else \"model\""},
                     {"model", "to the whole parameter vector"},
                     {"layer", "to each parameter tensor by itself"}},
                    "what the codec is applied to");
  parameters.no_effect_if([this, without_codec]() -> std::string {
    const bool is_of_matrices = codec_->matrix_rank() > 0;
    return is_of_matrices ? fmt::format("\"{}\" takes every matrix by itself", codec_.name) : without_codec();
  });
  parameters.integer("skip_smaller_than", skip_smaller_than_, {.least = 0}, "element",
                     "parameter tensors with fewer elements travel in full precision");
  parameters.no_effect_if(without_codec);
}

double Compression::code_bytes(std::size_t size, std::size_t most) const {
  if (const auto known = codec_->encoded_size(size)) return static_cast<double>(*known);
  return samples_->bytes(*codec_, size, most);
}

Compression Compression::shortened(double share) const {
  Compression copy;
  copy.codec_ = read_named(compressors(), codec_json_, Place("shortened"));
  copy.codec_->shorten(share);
  copy.error_feedback_ = error_feedback_;
  copy.scope_ = scope_;
  return copy;
}

void Compression::check(const Place& place) const {
  if (error_feedback_ && codec_->reads_receiver()) {
    (place / "error_feedback")
        .fail(fmt::format("the sender cannot know what a receiver makes of a \"{}\" code: leave error_feedback out",
                          codec_.name));
  }
  if (error_feedback_ && !codec_->contraction_factor(1)) {
    (place / "error_feedback")
        .fail(fmt::format("errors of \"{}\" codes with so few levels may be larger than what is coded, and would grow "
                          "from message to message: use more levels, or leave error_feedback out",
                          codec_.name));
  }
}

}  // namespace lowband
