// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include "sim/topology/mixing_matrix.hpp"
#include "sim/topology/tridiagonal.hpp"

namespace lowband {

namespace {

/// Lanczos' three-term recurrence on the vectors whose mean is zero, where W has all its eigenvalues but the 1 of the
/// vector of ones. Its basis is not kept orthogonal: that makes copies of eigenvalues appear in the tridiagonal matrix,
/// but leaves the smallest and largest where they are (Paige 1976), and needs three vectors only.
class Lanczos {
 public:
  explicit Lanczos(const MixingMatrix& w) : w_(w), basis_(size()), previous_(size(), 0.0), next_(size()) {
    // Any start does that has a part in every eigenvector; this one is always the same.
    std::mt19937 random;  // NOLINT(cert-msc32-c,cert-msc51-cpp)
    for (double& x : next_) x = static_cast<double>(random()) * 0x1p-32;
    normalise();
  }

  /// One step: one more row of the tridiagonal matrix. False when the vectors span an invariant subspace.
  bool step() {
    double diagonal = 0.0;
    for (std::size_t i = 0; i < size(); ++i) {
      const int worker = static_cast<int>(i);
      double sum = static_cast<double>(w_.self_weight(worker)) * basis_[i] - coupling_ * previous_[i];
      for (const auto& [j, weight] : w_.neighbours(worker)) {
        sum += static_cast<double>(weight) * basis_[static_cast<std::size_t>(j)];
      }
      next_[i] = sum;
      diagonal += sum * basis_[i];
    }
    for (std::size_t i = 0; i < size(); ++i) next_[i] -= diagonal * basis_[i];
    normalise();
    matrix_.add_row(diagonal, coupling_);
    return coupling_ > 1e-14;
  }

  [[nodiscard]] const Tridiagonal& matrix() const noexcept { return matrix_; }

 private:
  [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(w_.size()); }

  /// Makes `next_`, without its mean and of length one, the newest basis vector; its length was the coupling.
  void normalise() {
    double sum = 0.0;
    for (const double x : next_) sum += x;
    const double mean = sum / static_cast<double>(size());
    double squares = 0.0;
    for (double& x : next_) {
      x -= mean;
      squares += x * x;
    }
    coupling_ = std::sqrt(squares);
    const double factor = coupling_ > 0.0 ? 1.0 / coupling_ : 0.0;
    for (double& x : next_) x *= factor;
    previous_.swap(basis_);
    basis_.swap(next_);
  }

  const MixingMatrix& w_;
  std::vector<double> basis_;
  std::vector<double> previous_;
  std::vector<double> next_;
  double coupling_ = 0.0;
  Tridiagonal matrix_;
};

}  // namespace

Spectrum MixingMatrix::spectrum() const {
  if (size() <= 1) return {};
  constexpr double bound = 1.0 + 1e-9;  // |eigenvalues| <= 1, up to rounding
  const auto most_steps = static_cast<std::size_t>(size()) * 20;
  const auto settled = [](double now, double before) { return std::abs(now - before) <= 1e-6 * now + 1e-14; };
  Lanczos lanczos(*this);
  const Tridiagonal& matrix = lanczos.matrix();
  Spectrum spectrum{-1.0, 1.0};
  for (std::size_t steps = 32;; steps += steps / 4) {
    bool more = true;
    while (more && matrix.size() < steps) more = lanczos.step();
    const Spectrum previous = spectrum;
    spectrum.least = matrix.eigenvalue(0, -bound, bound);
    spectrum.second = matrix.eigenvalue(matrix.size() - 1, -bound, bound);
    // The estimates converge faster and faster, so what a quarter more steps did not change is right.
    if (!more || steps > most_steps) return spectrum;
    if (settled(spectrum.gap(), previous.gap()) && settled(spectrum.mu(), previous.mu())) return spectrum;
  }
}

}  // namespace lowband
