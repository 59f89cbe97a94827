// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/spectrum.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "sim/topology/mixing_weights.hpp"
#include "sim/topology/topology.hpp"
#include "sim/topology/topology_facts.hpp"

using namespace lowband;

namespace {

const Place spectrum_place("test");

Spectrum spectrum(const char* name, int workers, const char* weights = "metropolis") {
  return MixingWeights(weights)
      .matrix(topologies().read(name, spectrum_place)->graph(workers, spectrum_place), spectrum_place)
      .spectrum();
}

}  // namespace

TEST_CASE("the spectrum of a ring, and the limit on alpha", "[spectral_gap]") {
  // lambda_k = (1 + 2 cos(2 pi k / M)) / 3: for even M the least is that of k = M / 2, -1/3, so mu = 4/3, and the limit
  // (1 - rho) / (2 mu) is 3/8 of the gap.
  for (const int workers : {4, 8, 16, 36}) {
    const Spectrum ring = spectrum("ring", workers);
    const double second = (1.0 + 2.0 * std::cos(2.0 * std::numbers::pi / workers)) / 3.0;
    CHECK(ring.least == Approx(-1.0 / 3.0).epsilon(1e-5));
    CHECK(ring.second == Approx(second).epsilon(1e-6));
    CHECK(ring.mu() == Approx(4.0 / 3.0).epsilon(1e-5));
    CHECK(ring.rho() == Approx(second).epsilon(1e-6));
    CHECK(ring.alpha_limit() == Approx(0.375 * (1.0 - second)).epsilon(1e-5));
  }
  CHECK(spectrum("ring", 4).alpha_limit() == Approx(0.25).margin(5e-4));
  CHECK(spectrum("ring", 8).alpha_limit() == Approx(0.073).margin(5e-4));
  CHECK(spectrum("ring", 16).alpha_limit() == Approx(0.019).margin(5e-4));
  CHECK(spectrum("ring", 36).alpha_limit() == Approx(0.0038).margin(5e-5));
}

TEST_CASE("lazy weights halve the gap of a graph without negative eigenvalues that count", "[spectral_gap]") {
  // (1 + lambda) / 2 of every eigenvalue of the ring.
  const Spectrum ring = spectrum("ring", 8, "lazy");
  CHECK(ring.second == Approx(0.5 + (1.0 + std::sqrt(2.0)) / 6.0).epsilon(1e-6));
  CHECK(ring.least == Approx(1.0 / 3.0).epsilon(1e-5));
  // K_{n,n}, whose least eigenvalue -(n - 1) / (n + 1) decides over metropolis: the others are 1 / (n + 1) and become
  // (n + 2) / (2 n + 2), the least one 1 / (n + 1).
  const Spectrum sides = spectrum("bipartite", 20, "lazy");
  CHECK(spectrum("bipartite", 20).gap() == Approx(2.0 / 11.0).epsilon(1e-5));
  CHECK(sides.gap() == Approx(1.0 - 12.0 / 22.0).epsilon(1e-5));
  CHECK(sides.least == Approx(1.0 / 11.0).epsilon(1e-4));
}

TEST_CASE("averaging in one exchange allows the largest alpha, 1/2", "[spectral_gap]") {
  // W = 11^T / M: all eigenvalues but 1 are 0.
  for (const int workers : {1, 2, 7}) {
    CHECK(spectrum("complete", workers).alpha_limit() == Approx(0.5).epsilon(1e-5));
    CHECK(spectrum("complete", workers).mu() == Approx(1.0).epsilon(1e-5));
  }
}

TEST_CASE("the facts of a topology name its figures", "[topology]") {
  const Graph star = topologies().read("star", spectrum_place)->graph(5, spectrum_place);
  const Json facts = topology_facts(star, MixingWeights().matrix(star, spectrum_place).spectrum());
  CHECK(facts["edges"] == 4);
  CHECK(facts["min_degree"] == 1);
  CHECK(facts["max_degree"] == 4);
  CHECK(facts["spectral_gap"].get<double>() == Approx(0.2).epsilon(1e-5));
  CHECK(facts["rho"].get<double>() == Approx(0.8).epsilon(1e-5));
  CHECK(facts["mu"].get<double>() == Approx(1.0).margin(1e-5));  // the least eigenvalue is 0
  CHECK(facts["alpha_limit"].get<double>() == Approx(0.1).epsilon(1e-5));
  CHECK(topology_text(facts) == "4 edges, degree 1 to 4, spectral gap 0.2 (rho 0.8), mu 1, limit on alpha 0.1");
  const auto schedule = topologies().read("directed-exponential", spectrum_place)->schedule(8, spectrum_place);
  CHECK(topology_text(topology_facts(schedule)) == "3 directed graphs by turns, 24 arcs, out-degree 1");
}
