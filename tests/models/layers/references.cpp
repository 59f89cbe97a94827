// SPDX-License-Identifier: Apache-2.0
#include "tests/models/layers/references.hpp"

#include <algorithm>
#include <cmath>

namespace lowband::reference {

namespace {

/// `x[sample][channel][row][column]`, 0 outside of the image.
double at(const Values& x, const Shape& shape, std::size_t sample, std::size_t channel, std::ptrdiff_t row,
          std::ptrdiff_t column) {
  const auto height = static_cast<std::ptrdiff_t>(shape.height);
  const auto width = static_cast<std::ptrdiff_t>(shape.width);
  if (row < 0 || column < 0 || row >= height || column >= width) return 0.0;
  const auto pixel = static_cast<std::size_t>(row * width + column);
  return x[(sample * shape.channels + channel) * shape.height * shape.width + pixel];
}

}  // namespace

Values convolution(const Values& x, const Shape& shape, const Convolution::Settings& settings, const Values& parameters,
                   std::size_t& next) {
  const auto [channels, kernel, stride, padding, bias] = settings;
  const std::size_t weights = next;
  const std::size_t biases = next + channels * shape.channels * kernel * kernel;
  next = bias ? biases + channels : biases;
  const std::size_t height = (shape.height + 2 * padding - kernel) / stride + 1;
  const std::size_t width = (shape.width + 2 * padding - kernel) / stride + 1;
  Values y;
  for (std::size_t sample = 0; sample < x.size() / shape.size(); ++sample) {
    for (std::size_t o = 0; o < channels; ++o) {
      for (std::size_t i = 0; i < height; ++i) {
        for (std::size_t j = 0; j < width; ++j) {
          double sum = bias ? parameters[biases + o] : 0.0;
          for (std::size_t c = 0; c < shape.channels; ++c) {
            for (std::size_t u = 0; u < kernel; ++u) {
              for (std::size_t v = 0; v < kernel; ++v) {
                const auto row = static_cast<std::ptrdiff_t>(i * stride + u) - static_cast<std::ptrdiff_t>(padding);
                const auto column = static_cast<std::ptrdiff_t>(j * stride + v) - static_cast<std::ptrdiff_t>(padding);
                sum += parameters[weights + ((o * shape.channels + c) * kernel + u) * kernel + v] *
                       at(x, shape, sample, c, row, column);
              }
            }
          }
          y.push_back(sum);
        }
      }
    }
  }
  return y;
}

Values normalisation(const Values& x, const Shape& shape, std::size_t groups, const Values& parameters,
                     std::size_t& next) {
  const std::size_t weights = next;
  const std::size_t biases = next + shape.channels;
  next = biases + shape.channels;
  const auto channel = [&](std::size_t i) { return i / (shape.height * shape.width) % shape.channels; };
  const auto set = [&](std::size_t i) {
    if (groups == 0) return channel(i);
    return i / shape.size() * groups + channel(i) / (shape.channels / groups);
  };
  const std::size_t sets = groups == 0 ? shape.channels : x.size() / shape.size() * groups;
  const double count = static_cast<double>(x.size()) / static_cast<double>(sets);
  Values mean(sets);
  for (std::size_t i = 0; i < x.size(); ++i) mean[set(i)] += x[i] / count;
  Values variance(sets);
  for (std::size_t i = 0; i < x.size(); ++i) variance[set(i)] += std::pow(x[i] - mean[set(i)], 2.0) / count;
  Values y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double normalised = (x[i] - mean[set(i)]) / std::sqrt(variance[set(i)] + 1e-5);
    y[i] = parameters[weights + channel(i)] * normalised + parameters[biases + channel(i)];
  }
  return y;
}

Values relu(Values x) {
  for (double& value : x) value = std::max(value, 0.0);
  return x;
}

Values pooling(const Values& x, const Shape& shape, Pooling::Kind kind, std::size_t kernel, std::size_t stride) {
  Values y;
  for (std::size_t plane = 0; plane < x.size() / (shape.height * shape.width); ++plane) {
    const double* const pixels = x.data() + plane * shape.height * shape.width;
    for (std::size_t i = 0; i + kernel <= shape.height; i += stride) {
      for (std::size_t j = 0; j + kernel <= shape.width; j += stride) {
        double largest = pixels[i * shape.width + j];
        double sum = 0.0;
        for (std::size_t u = 0; u < kernel; ++u) {
          for (std::size_t v = 0; v < kernel; ++v) {
            const double value = pixels[(i + u) * shape.width + j + v];
            largest = std::max(largest, value);
            sum += value;
          }
        }
        y.push_back(kind == Pooling::Kind::max ? largest : sum / static_cast<double>(kernel * kernel));
      }
    }
  }
  return y;
}

Values linear(const Values& x, std::size_t in, std::size_t out, const Values& parameters, std::size_t& next) {
  const std::size_t weights = next;
  const std::size_t biases = next + in * out;
  next = biases + out;
  Values y;
  for (std::size_t sample = 0; sample < x.size() / in; ++sample) {
    for (std::size_t o = 0; o < out; ++o) {
      double sum = parameters[biases + o];
      for (std::size_t i = 0; i < in; ++i) sum += parameters[weights + o * in + i] * x[sample * in + i];
      y.push_back(sum);
    }
  }
  return y;
}

Values sum(Values a, const Values& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

}  // namespace lowband::reference
