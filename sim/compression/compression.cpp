#include "sim/compression/compression.hpp"

#include <fmt/format.h>

namespace lowband {

Compression::Compression() : codec_(read_named(compressors(), "none", Place("default"))) {}

void Compression::state(Parameters& parameters, std::string name, std::string help) {
  Parameters more;
  settings(more);
  state_component(parameters, std::move(name), codec_, compressors(), std::move(help), Parameters::Need::optional, more,
                  [this](const Place& place) { check(place); });
}

void Compression::settings(Parameters& parameters) {
  parameters.flag("error_feedback", error_feedback_,
                  "the sender remembers what a code left out, and adds it to what it sends next");
  parameters.choice("scope", scope_, {"model", "layer"},
                    "the codec is applied to the whole parameter vector, or to each parameter tensor by itself");
  parameters.integer("skip_smaller_than", skip_smaller_than_, {.least = 0}, "element",
                     "parameter tensors with fewer elements travel in full precision");
}

void Compression::check(const Place& place) const {
  if (error_feedback_ && codec_->reads_receiver()) {
    (place / "error_feedback")
        .fail(fmt::format("the sender cannot know what a receiver makes of a \"{}\" code: leave error_feedback out",
                          codec_.name));
  }
}

}  // namespace lowband
