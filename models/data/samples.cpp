#include "models/data/samples.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace lowband {

namespace {

void require(bool condition, const char* what) {
  if (!condition) throw std::logic_error(what);
}

void require_labels(std::span<const std::uint8_t> labels, std::size_t values, std::size_t features, int classes) {
  require(values == labels.size() * features, "Samples: values do not fit labels and features");
  require(std::all_of(labels.begin(), labels.end(), [=](std::uint8_t label) { return label < classes; }),
          "Samples: a label is not below the number of classes");
}

/// A random sample is rarely in a cache; two samples ahead hides most of the wait.
constexpr std::size_t prefetch_distance = 2;

void prefetch(const void* begin, std::size_t bytes) {
  constexpr std::size_t cache_line = 64;
  const char* const first = static_cast<const char*>(begin);
  for (std::size_t offset = 0; offset < bytes; offset += cache_line) __builtin_prefetch(first + offset);
}

/// Copies `which` of the samples in `values`, each value by `convert`.
template <class Value, class Convert>
void gather_values(const Value* values, std::span<const std::uint32_t> which, std::size_t features, float* out,
                   Convert convert) {
  for (std::size_t i = 0; i < which.size(); ++i) {
    if (i + prefetch_distance < which.size()) {
      prefetch(values + which[i + prefetch_distance] * features, features * sizeof(Value));
    }
    const Value* __restrict from = values + which[i] * features;
    float* __restrict to = out + i * features;
    for (std::size_t k = 0; k < features; ++k) to[k] = convert(from[k]);
  }
}

class Sha256 {
 public:
  Sha256() { require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1, "SHA-256 is not available"); }

  void add(const void* data, std::size_t bytes) {
    require(EVP_DigestUpdate(context_.get(), data, bytes) == 1, "SHA-256 failed");
  }

  [[nodiscard]] std::string hexadecimal() {
    std::array<unsigned char, 32> digest{};
    require(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1, "SHA-256 failed");
    std::string text;
    for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

}  // namespace

Samples Samples::from_pixels(std::vector<std::uint8_t> pixels, std::vector<std::uint8_t> labels, const Shape& shape,
                             int classes, float scale, float offset) {
  require_labels(labels, pixels.size(), shape.size(), classes);
  Samples samples;
  samples.content_ = Pixels{std::move(pixels), scale, offset};
  samples.labels_ = std::move(labels);
  samples.shape_ = shape;
  samples.classes_ = classes;
  return samples;
}

Samples Samples::from_floats(FloatBuffer values, std::vector<std::uint8_t> labels, const Shape& shape, int classes) {
  require_labels(labels, values.size(), shape.size(), classes);
  Samples samples;
  samples.content_ = std::move(values);
  samples.labels_ = std::move(labels);
  samples.shape_ = shape;
  samples.classes_ = classes;
  return samples;
}

void Samples::gather(std::span<const std::uint32_t> which, std::span<float> features,
                     std::span<std::uint8_t> labels) const {
  require(features.size() == which.size() * this->features() && labels.size() == which.size(),
          "Samples: the batch has another size than what is to be gathered");
  for (std::size_t i = 0; i < which.size(); ++i) {
    require(which[i] < labels_.size(), "Samples: no such sample");
    labels[i] = labels_[which[i]];
  }
  if (const auto* floats = std::get_if<FloatBuffer>(&content_)) {
    gather_values(floats->data(), which, this->features(), features.data(), [](float value) { return value; });
  } else {
    const auto& pixels = std::get<Pixels>(content_);
    gather_values(pixels.values.data(), which, this->features(), features.data(),
                  [scale = pixels.scale, offset = pixels.offset](std::uint8_t pixel) {
                    return scale * static_cast<float>(pixel) + offset;
                  });
  }
}

std::string Samples::sha256() const {
  Sha256 hash;
  const auto add_header = [&](const char* kind, float scale, float offset) {
    const std::string header = fmt::format("{} {} of {} features, {} classes, scale {:a}, offset {:a}\n", size(), kind,
                                           features(), classes_, scale, offset);
    hash.add(header.data(), header.size());
  };
  if (const auto* floats = std::get_if<FloatBuffer>(&content_)) {
    add_header("float32", 1.0F, 0.0F);
    hash.add(floats->data(), floats->size() * sizeof(float));
  } else {
    const auto& pixels = std::get<Pixels>(content_);
    add_header("uint8", pixels.scale, pixels.offset);
    hash.add(pixels.values.data(), pixels.values.size());
  }
  hash.add(labels_.data(), labels_.size());
  return hash.hexadecimal();
}

}  // namespace lowband
