// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/seeds_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/seed.hpp"

namespace lowband {

void SeedsSection::parameters(Parameters& parameters) {
  Parameter one = seed_parameter(
      "seed", one_, "decides the split of the data, the initial model, batches and rounding, and generated data");
  one.value = [this] { return several_.empty() ? Json(list().front()) : Json(nullptr); };
  parameters.add(std::move(one));

  Parameter several;
  several.name = "seeds";
  several.type = fmt::format("list of integers {}", seed_range.text());
  several.help = "instead of seed: everything runs once per seed, on the same data; see the seed of the data set";
  several.schema = {{"type", "array"}, {"items", seed_range.schema("integer")}, {"uniqueItems", true}};
  several.read = [this](const Json& json, const Place& place) {
    if (!json.is_array()) place.expected("a list of integers", json);
    several_.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      const std::uint64_t seed = read_seed(json[i], place / i);
      if (std::find(several_.begin(), several_.end(), seed) != several_.end()) {
        (place / i).fail(fmt::format("expected different seeds, found {} a second time", seed));
      }
      several_.push_back(seed);
    }
  };
  several.value = [this] { return Json(several_); };
  parameters.add(std::move(several));
}

void SeedsSection::check(const Place& place) const {
  if (one_ && !several_.empty()) (place / "seeds").fail("expected either \"seed\" or \"seeds\", found both");
}

std::vector<std::uint64_t> SeedsSection::list() const {
  if (!several_.empty()) return several_;
  return {one_.value_or(1)};
}

}  // namespace lowband
