// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cstdlib>

#include "tests/platforms/generated.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;
using Names = std::vector<std::string>;

namespace {

// A - B 300 km, B - C 400 km, A - C 1000 km: from A to C through B. D hangs on C.
constexpr auto square = R"(graph [
  node [ id 0 label "A" ]
  node [ id 1 label "B" ]
  node [ id 2 label "C" ]
  node [ id 3 label "D" ]
  edge [ source 0 target 1 distance 300 ]
  edge [ source 2 target 1 distance 400 capacity 2e8 ]
  edge [ source 0 target 2 distance 1000 ]
  edge [ source 2 target 3 distance 50 ]
])";

Json wan(int workers, const std::string& option, const std::string& file, const Json& parameters = Json::object()) {
  Json json = {{"name", "wan"}, {"workers", workers}, {option, file}};
  json.update(parameters);
  return json;
}

std::string wan_error(const Json& json) {
  return usage_error([&] { static_cast<void>(generated(json)); });
}

}  // namespace

TEST_CASE("a message crosses the lines of the shortest path", "[platforms]") {
  const auto report = inspected(wan(4, "graph", written("square.gml", square)), 4, {{0, 2}, {3, 0}, {0, 1}});
  CHECK(report.routes[0].links == Names{"site-A_link_0_UP", "site-A_uplink_UP", "line_A_B_UP", "line_C_B_DOWN",
                                        "site-C_uplink_DOWN", "site-C_link_2_DOWN"});
  CHECK(report.routes[0].latency_s == Approx(0.0085e-3 * 700 + 4e-3));
  CHECK(report.routes[1].links == Names{"site-D_link_3_UP", "site-D_uplink_UP", "line_C_D_DOWN", "line_C_B_UP",
                                        "line_A_B_DOWN", "site-A_uplink_DOWN", "site-A_link_0_DOWN"});
  CHECK(report.routes[1].latency_s == Approx(0.0085e-3 * 750 + 4e-3));
  CHECK(report.routes[2].latency_s == Approx(0.0085e-3 * 300 + 4e-3));
  for (const auto& link : report.links) {
    CHECK_FALSE(link.name.starts_with("line_A_C"));  // on no shortest path
    if (link.name == "line_C_B_UP") CHECK(link.bandwidth_Bps == 2e8 / 8);
    if (link.name == "line_A_B_UP") CHECK(link.bandwidth_Bps == 1e9 / 8);
  }
}

TEST_CASE("workers of one site are near each other, and only used sites are there", "[platforms]") {
  const std::string file = written("square.gml", square);
  const auto report = inspected(wan(10, "graph", file), 10, {{0, 2}, {2, 3}});  // 3 + 3 + 2 + 2
  CHECK(report.routes[0].links == Names{"site-A_link_0_UP", "site-A_link_2_DOWN"});
  CHECK(report.routes[0].latency_s == Approx(100e-6));
  CHECK(report.routes[1].links.size() == 5);
  // Two workers, at A and B: each has a link and an uplink, and there is one line; all in both directions.
  CHECK(inspected(wan(2, "graph", file), 2, {{0, 1}}).links.size() == 10);
}

TEST_CASE("latency grows along the great circle", "[platforms]") {
  // Ten and thirty degrees along the equator; pi / 180 * 6371 km per degree.
  const std::string file = written("equator.csv", "name,latitude,longitude,workers\nA,0,0,2\nB,0,10,0\nC,0,30,1\n");
  const auto report = inspected(wan(3, "sites", file), 3, {{1, 2}});
  CHECK(report.routes[0].links ==
        Names{"site-A_link_1_UP", "site-A_uplink_UP", "line_A_C_UP", "site-C_uplink_DOWN", "site-C_link_2_DOWN"});
  CHECK(report.routes[0].latency_s == Approx(8.5e-6 * 30 * 111.194927 + 4e-3));
  const Json own = {{"latency-per-km", "5us"}, {"overhead", "1ms"}, {"latency", "0.5ms"}, {"line-bandwidth", "50Mbps"}};
  const auto fibre = inspected(wan(3, "sites", file, own), 3, {{1, 2}});
  CHECK(fibre.routes[0].latency_s == Approx(5e-6 * 30 * 111.194927 + 1e-3));
  CHECK(fibre.links.at(0).name == "line_A_C_DOWN");
  CHECK(fibre.links.at(0).bandwidth_Bps == 50e6 / 8);
}

TEST_CASE("a wide-area network that cannot be is refused", "[platforms]") {
  const std::string file = written("square.gml", square);
  CHECK(wan_error({{"name", "wan"}, {"workers", 4}}) ==
        "platform: --sites: expected a file of sites, or --graph, found neither");
  CHECK(wan_error(wan(4, "graph", file, {{"sites", "sites.csv"}})) ==
        "platform: --graph: expected either --sites or --graph, found both");
  CHECK(wan_error(wan(4, "graph", file, {{"latency", "3ms"}})) ==
        "platform: --latency: expected at most half of the overhead, 4ms, found \"3ms\"");
  const std::string islands = written("islands.gml", "graph [ node [ id 0 label \"A\" ] node [ id 1 ] ]");
  CHECK(wan_error(wan(2, "graph", islands)) ==
        islands + ": the document: expected lines that connect all sites with workers, found 2 parts: \"A\"; \"1\"");
  CHECK_NOTHROW(generated(wan(1, "graph", islands)));  // nobody works at the other
  std::string crowd = "name,latitude,longitude\n";
  for (int i = 0; i < 501; ++i) crowd += "x,0,0\n";
  CHECK_THAT(wan_error(wan(501, "sites", written("crowd.csv", crowd))),
             Catch::Contains("expected workers at 500 sites at most, found 501"));
}

TEST_CASE("a graph with coordinates only is a wide-area network", "[platforms]") {
  // As the Internet Topology Zoo writes it; one degree along the equator is 111.194927 km.
  const std::string file = written("zoo.gml", R"(graph [
  node [ id 0 label "A" Longitude 0 Latitude 0 ]
  node [ id 1 label "B" Longitude 1 Latitude 0 ]
  node [ id 2 label "C" Longitude 3 Latitude 0 ]
  node [ id 3 label "D" Internal 0 ]
  edge [ source 0 target 1 LinkSpeedRaw 2e8 ]
  edge [ source 0 target 1 ]
  edge [ source 1 target 2 ]
  edge [ source 2 target 3 ]
])");
  const GeneratedPlatform without = generated(wan(3, "graph", file));
  CHECK(without.warnings == Names{file + ": left out, as they have no coordinates, nor all of their lines a distance "
                                         "(--line-latency keeps them): D (id 3)"});
  const auto report = inspected(wan(3, "graph", file), 3, {{0, 2}});
  CHECK(report.routes[0].latency_s == Approx(8.5e-6 * 3 * 111.194927 + 4e-3));
  for (const auto& link : report.links) {
    if (link.name == "line_A_B_UP") CHECK(link.bandwidth_Bps == 2e8 / 8);
  }
  // A line of unknown length takes 2 ms.
  const Json kept = wan(4, "graph", file, {{"line-latency", "2ms"}});
  CHECK(generated(kept).warnings.empty());
  CHECK(inspected(kept, 4, {{0, 3}}).routes[0].latency_s == Approx(8.5e-6 * 3 * 111.194927 + 2e-3 + 4e-3));
  CHECK(wan_error(wan(4, "graph", file, {{"line-latency", "2ms"}, {"latency-per-km", "0s"}})) ==
        "platform: --line-latency: expected a --latency-per-km above 0 beside it, found 0");
  const std::string list = written("list.csv", "name,latitude,longitude\nA,0,0\n");
  CHECK(wan_error(wan(1, "sites", list, {{"line-latency", "2ms"}})) ==
        "platform: --line-latency: is of lines of a --graph: all --sites have coordinates");
}

TEST_CASE("the parts of a graph that is not connected are named", "[platforms]") {
  // A hub without coordinates holds the graph together.
  std::string hub = "graph [ node [ id 0 label \"hub\" ]";
  for (int i = 1; i <= 12; ++i) {
    hub += " node [ id " + std::to_string(i) + " label \"s" + std::to_string(i) + "\" lat 0 lon " + std::to_string(i) +
           " ]";
    hub += " edge [ source " + std::to_string(i) + " target " + std::to_string(i == 1 ? 0 : i == 12 ? 0 : 1) + " ]";
  }
  const std::string file = written("hub.gml", hub + " ]");
  CHECK(wan_error(wan(12, "graph", file)) ==
        file +
            ": the document: expected lines that connect all sites with workers, found 2 parts: \"s1\", \"s2\", "
            "\"s3\", \"s4\", \"s5\", \"s6\", \"s7\", \"s8\", \"s9\", \"s10\" and 1 more; \"s12\"; sites without "
            "coordinates were left out: --line-latency keeps them");
  CHECK_NOTHROW(generated(wan(11, "graph", file)));  // nobody works at s12
  CHECK_NOTHROW(generated(wan(13, "graph", file, {{"line-latency", "1ms"}})));
  const std::string nowhere =
      written("nowhere.gml", "graph [ node [ id 0 ] node [ id 1 ] edge [ source 0 target 1 ] ]");
  CHECK(wan_error(wan(1, "graph", nowhere)) ==
        nowhere + ": the document: no site has coordinates, nor its lines distances: give --line-latency");
}

TEST_CASE("published networks become platforms", "[platforms]") {
  const char* data = std::getenv("LOWBAND_DATA");
  const std::filesystem::path folder = std::filesystem::path(data == nullptr ? "data" : data) / "topologies";
  for (const auto& [name, sites] :
       {std::pair("gaia", 11), {"amazon_us", 22}, {"geantdistance", 40}, {"exodus", 79}, {"ebone", 87}}) {
    const auto file = folder / (std::string(name) + ".gml");
    if (!std::filesystem::exists(file)) {
      WARN("skipped, there is no " << file << " (set LOWBAND_DATA)");
      continue;
    }
    CAPTURE(file);
    const auto found = route(wan(sites, "graph", file.string()), sites, 0, 1);
    CHECK(found.latency_s >= Approx(4e-3));  // two sites of Ebone are 0 km apart
    // Gaia's first edge: Virginia to California, with no shorter way round.
    if (std::string(name) == "gaia") CHECK(found.latency_s == Approx(0.0085e-3 * 3560.859824767453 + 4e-3));
  }
}
