// SPDX-License-Identifier: Apache-2.0
#include "models/data/labels.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace lowband {

namespace {

void require(bool condition, const char* what) {
  if (!condition) throw std::logic_error(what);
}

template <class T>
void gather_rows(std::span<const T> from, std::size_t width, std::span<const std::uint32_t> which, std::span<T> to) {
  require(to.size() == (from.empty() ? 0 : which.size() * width),
          "Labels: the batch has another size than what is to be gathered");
  if (from.empty()) return;
  for (std::size_t i = 0; i < which.size(); ++i) {
    require((which[i] + std::size_t{1}) * width <= from.size(), "Labels: no such sample");
    std::copy_n(from.data() + which[i] * width, width, to.data() + i * width);
  }
}

}  // namespace

Labels Labels::of_classes(std::vector<Label> labels, int classes, std::size_t per_sample) {
  require(classes > 0 && per_sample > 0 && labels.size() % per_sample == 0, "Labels: some are missing");
  require(std::ranges::all_of(labels, [&](Label label) { return std::cmp_less(label, classes); }),
          "Labels: one is not below the number of classes");
  Labels made;
  made.classes_ = std::move(labels);
  made.shape_ = {classes, per_sample};
  return made;
}

Labels Labels::of_values(std::vector<float> values, std::size_t per_sample) {
  require(per_sample > 0 && values.size() % per_sample == 0, "Labels: some are missing");
  Labels made;
  made.values_ = std::move(values);
  made.shape_ = {0, per_sample};
  return made;
}

void Labels::gather(std::span<const std::uint32_t> which, std::span<Label> classes, std::span<float> values) const {
  gather_rows(this->classes(), shape_.per_sample, which, classes);
  gather_rows(this->values(), shape_.per_sample, which, values);
}

Labels Labels::select(std::span<const std::uint32_t> which) const {
  Labels made;
  made.shape_ = shape_;
  (are_classes() ? made.classes_.resize(which.size() * shape_.per_sample)
                 : made.values_.resize(which.size() * shape_.per_sample));
  gather(which, made.classes_, made.values_);
  return made;
}

void Labels::add_to(Sha256& hash) const {
  constexpr int bytes = 256;
  if (shape_.classes <= bytes) {
    std::vector<std::uint8_t> narrow(classes_.size());
    std::ranges::transform(classes_, narrow.begin(), [](Label label) { return static_cast<std::uint8_t>(label); });
    hash.add(std::span<const std::uint8_t>(narrow));
  } else {
    hash.add(classes());
  }
  hash.add(values());
}

}  // namespace lowband
