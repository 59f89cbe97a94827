// SPDX-License-Identifier: Apache-2.0
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "sim/base/random.hpp"
#include "sim/topology/mixing_weights.hpp"
#include "sim/topology/topology.hpp"

using namespace lowband;

namespace {

MixingMatrix matrix_of(const Graph& graph, const std::string& weights) {
  return MixingWeights(weights).matrix(graph, Place("test"));
}

double gap(const char* name, int workers, const char* weights = "metropolis") {
  const Place place("test");
  return matrix_of(topologies().read(name, place)->graph(workers, place), weights).spectral_gap();
}

/// W is circulant: row 0 is 1/3, 1/3, 0, ..., 0, 1/3, so the eigenvalue of the k-th Fourier mode is
/// (1 + 2 cos(2 pi k / M)) / 3. Apart from k = 0 the largest magnitude is that of k = 1, as the least eigenvalue is
/// above -1/3: the gap is 1 - (1 + 2 cos(2 pi / M)) / 3.
double ring_gap(int workers) { return (2.0 - 2.0 * std::cos(2.0 * std::numbers::pi / workers)) / 3.0; }

double dense_gap(const MixingMatrix& w) {
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(w.size(), w.size());
  for (int i = 0; i < w.size(); ++i) {
    dense(i, i) = static_cast<double>(w.self_weight(i));
    for (const auto& [j, weight] : w.neighbours(i)) dense(i, j) = static_cast<double>(weight);
  }
  const Eigen::VectorXd all = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(dense).eigenvalues();
  return 1.0 - std::max(std::abs(all(0)), std::abs(all(w.size() - 2)));
}

}  // namespace

TEST_CASE("the gap of a ring", "[spectral_gap]") {
  // As in the literature (Koloskova et al., ICLR 2020, table 2, for 4, 16 and 36): to the digits that it gives.
  CHECK(gap("ring", 4) == Approx(0.6667).margin(5e-5));
  CHECK(gap("ring", 8) == Approx(0.195).margin(5e-4));
  CHECK(gap("ring", 16) == Approx(0.051).margin(5e-4));
  CHECK(gap("ring", 36) == Approx(0.010).margin(5e-4));
  CHECK(gap("ring", 64) == Approx(0.0032).margin(5e-5));
  // The weights are 1/3 rounded down to a multiple of 2^-25, which moves the gap by 1e-7 of itself.
  for (const int workers : {4, 5, 8, 16, 36, 64, 255, 256, 1000, 4000}) {
    CHECK(gap("ring", workers) == Approx(ring_gap(workers)).epsilon(1e-6));
  }
}

TEST_CASE("the gap of a torus", "[spectral_gap]") {
  // Eigenvalues (1 + 2 cos(2 pi k / n) + 2 cos(2 pi l / n)) / 5 for n x n, n >= 3: 1 - (3 + 2 cos(2 pi / n)) / 5 for
  // the largest; 2 x 2 is a ring of 4. The literature's 0.67, 0.4, 0.2 for 4, 16, 36.
  CHECK(gap("torus", 4) == Approx(2.0 / 3.0).epsilon(1e-6));
  CHECK(gap("torus", 16) == Approx(0.4).epsilon(1e-6));  // cos = 0; the least one is (1 - 4) / 5 = -0.6 as well
  CHECK(gap("torus", 36) == Approx(0.2).epsilon(1e-6));  // cos = 1/2
  CHECK(gap("torus", 2500) == Approx((2.0 - 2.0 * std::cos(2.0 * std::numbers::pi / 50)) / 5.0).epsilon(1e-6));
}

TEST_CASE("the gap of a complete graph is one, and so is that of one worker", "[spectral_gap]") {
  CHECK(gap("ring", 1) == 1.0);
  for (const int workers : {2, 3, 7, 64, 100, 300}) CHECK(gap("complete", workers) == Approx(1.0).margin(1e-6));
}

TEST_CASE("the gap of a star is 1 / M", "[spectral_gap]") {
  // Metropolis: every edge 1/M. A vector on two leaves, (1, -1), is an eigenvector of the leaves' W_ii = 1 - 1/M, and
  // the mean-free vector (M - 1, -1, ..., -1) of 1/M - 1/M = 0.
  for (const int workers : {3, 8, 100}) CHECK(gap("star", workers) == Approx(1.0 / workers).epsilon(1e-5));
}

TEST_CASE("the least eigenvalue counts too", "[spectral_gap]") {
  // K_{n,n}: every edge 1 / (n + 1). The vector that is 1 on one side and -1 on the other has the eigenvalue
  // 1 / (n + 1) - n / (n + 1) = -(n - 1) / (n + 1); all others but 1 are 1 / (n + 1).
  for (const int n : {2, 10, 150}) {
    Graph graph(2 * n);
    for (int i = 0; i < n; ++i) {
      for (int j = n; j < 2 * n; ++j) graph.add_edge(i, j);
    }
    CHECK(matrix_of(graph, "metropolis").spectral_gap() == Approx(2.0 / (n + 1)).epsilon(1e-5));
  }
}

TEST_CASE("the gap of random graphs is that of the dense matrix", "[spectral_gap]") {
  for (std::uint32_t step = 0; step < 60; ++step) {
    const auto workers = 2 + step * 2;
    Graph graph(static_cast<int>(workers));
    Stream random(1, Purpose::data, 0, step);
    for (std::uint32_t i = 1; i < workers; ++i) graph.add_edge(static_cast<int>(i), static_cast<int>(random.below(i)));
    for (std::uint32_t k = 0; k < step * workers / 20; ++k) {
      graph.add_edge(static_cast<int>(random.below(workers)), static_cast<int>(random.below(workers)));
    }
    for (const std::string weights : {"metropolis", "uniform", "lazy"}) {
      const MixingMatrix w = matrix_of(graph, weights);
      INFO(workers << " workers, " << weights);
      CHECK(w.spectral_gap() == Approx(dense_gap(w)).epsilon(1e-5).margin(1e-12));
    }
  }
}
