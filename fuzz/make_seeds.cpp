// SPDX-License-Identifier: Apache-2.0
// Seeds of the fuzz targets: a few real codes of every wire format, and vectors.
//
// usage: make_seeds FOLDER           writes FOLDER/LABEL/* for each variant and FOLDER/round_trip/*, in place of what
//                                    was there
//        make_seeds --check FOLDER   whether every variant has seeds, and each of them still is a code

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "fuzz/harness.hpp"
#include "tests/compression/variants.hpp"

namespace {

using namespace lowband;
namespace fs = std::filesystem;

std::vector<float> gaussian(std::size_t size) {
  std::vector<float> vector(size);
  Stream random(1, Purpose::data, 0, 0);
  for (float& value : vector) value = random.normal();
  return vector;
}

/// Each of its own kind and small: mutations of a short code go further.
std::vector<std::vector<float>> seed_vectors() {
  using Limits = std::numeric_limits<float>;
  auto spike = std::vector<float>(40, 0.0F);
  spike[33] = -1e20F;
  return {{},           {-1.5F},
          gaussian(30), gaussian(150),
          spike,        {1.0F, 0.0F, -0.0F, 1e30F, -Limits::denorm_min(), Limits::min(), 3.0F}};
}

void append(std::string& seed, const void* data, std::size_t size) {
  if (size != 0) seed.append(static_cast<const char*>(data), size);
}

/// As fuzz::decode() reads it.
std::string decode_seed(const Compressor& codec, const std::vector<float>& vector) {
  Stream random(1, Purpose::quantization, 0, 0);
  Code code;
  codec.encode(vector, random, code);
  std::string seed = {static_cast<char>(vector.size() % 256), static_cast<char>(vector.size() / 256)};
  append(seed, code.data(), code.size());
  return seed;
}

void write(const fs::path& folder, const std::vector<std::string>& seeds) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    std::ofstream file(folder / std::to_string(i), std::ios::binary);
    file << seeds[i];
  }
}

void write_all(const fs::path& folder) {
  std::vector<std::string> vectors;
  for (const auto& vector : seed_vectors())
    append(vectors.emplace_back(), vector.data(), vector.size() * sizeof(float));
  write(folder / "round_trip", vectors);
  for (const auto& variant : testing::variants) {
    const auto codec = variant.make();
    std::vector<std::string> seeds;
    for (const auto& vector : seed_vectors()) {
      const auto carried = [&](float value) { return std::abs(value) <= codec->largest_magnitude(); };
      if (std::ranges::all_of(vector, carried)) seeds.push_back(decode_seed(*codec, vector));
    }
    write(folder / variant.label, seeds);
  }
}

bool is_code(const fs::path& path, const Compressor& codec) {
  std::ifstream file(path, std::ios::binary);
  const std::string seed{std::istreambuf_iterator<char>(file), {}};
  if (seed.size() < 2) return false;
  const auto bytes = std::as_bytes(std::span(seed));
  std::vector<float> vector(std::to_integer<std::size_t>(bytes[0]) | std::to_integer<std::size_t>(bytes[1]) << 8U);
  try {
    codec.decode(bytes.subspan(2), vector);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", path.c_str(), error.what());
    return false;
  }
  return true;
}

bool check_all(const fs::path& folder) {
  bool good = true;
  for (const auto& variant : testing::variants) {
    const auto codec = variant.make();
    if (!fs::is_directory(folder / variant.label)) {
      std::fprintf(stderr, "%s has no seeds: run make_seeds\n", std::string(variant.label).c_str());
      good = false;
      continue;
    }
    for (const auto& seed : fs::directory_iterator(folder / variant.label)) good = is_code(seed.path(), *codec) && good;
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 2 && arguments[0] == "--check") return check_all(arguments[1]) ? 0 : 1;
  if (arguments.size() != 1) {
    std::fprintf(stderr, "usage: make_seeds [--check] FOLDER\n");
    return 2;
  }
  write_all(arguments[0]);
  return 0;
}
