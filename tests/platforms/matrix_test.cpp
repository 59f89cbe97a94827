// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <cstdlib>

#include "tests/platforms/generated.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Names = std::vector<std::string>;

namespace {

constexpr auto latencies = "from,Oslo,Bonn,Rome\nOslo,1ms,10ms,20ms\nBonn,12ms,2ms,5ms\nRome,22ms,6ms,\n";
constexpr auto bandwidths = "from,Oslo,Bonn,Rome\nOslo,1Gbps,80Mbps,40Mbps\nBonn,160Mbps,,8Mbps\nRome,24Mbps,48Mbps,\n";

Json matrix(const std::string& latency, const std::string& bandwidth, const Json& more = Json::object()) {
  Json json = {{"name", "matrix"}, {"latency", written("l.csv", latency)}, {"bandwidth", written("b.csv", bandwidth)}};
  json.update(more);
  return json;
}

/// What is wrong with it, without the folder of its files.
std::string matrix_error(const Json& json) {
  std::string error = usage_error([&] { static_cast<void>(generated(json)); });
  const std::string folder = scratch_folder().string() + "/";
  for (std::size_t at = error.find(folder); at != std::string::npos; at = error.find(folder))
    error.erase(at, folder.size());
  return error;
}

const PlatformReport::Link& link(const PlatformReport& report, const std::string& name) {
  for (const auto& link : report.links) {
    if (link.name == name) return link;
  }
  FAIL("no link " << name);
  return report.links.front();
}

}  // namespace

TEST_CASE("rows send and columns receive, and the diagonal holds inside a site", "[platforms]") {
  const auto report = inspected(matrix(latencies, bandwidths, {{"workers", 2}}), 6, {{0, 2}, {2, 0}, {0, 1}, {3, 2}});
  // Oslo has workers 0 and 1, Bonn 2 and 3, Rome 4 and 5.
  CHECK(report.routes[0].links == Names{"site-Oslo_link_0_UP", "from_Oslo_to_Bonn", "site-Bonn_link_2_DOWN"});
  CHECK(report.routes[0].latency_s == Approx(10e-3));
  CHECK(report.routes[0].bandwidth_Bps == Approx(80e6 / 8));
  CHECK(report.routes[1].links == Names{"site-Bonn_link_2_UP", "from_Bonn_to_Oslo", "site-Oslo_link_0_DOWN"});
  CHECK(report.routes[1].latency_s == Approx(12e-3));
  CHECK(report.routes[1].bandwidth_Bps == Approx(160e6 / 8));
  CHECK(report.routes[2].links == Names{"site-Oslo_link_0_UP", "inside_Oslo", "site-Oslo_link_1_DOWN"});
  CHECK(report.routes[2].latency_s == Approx(1e-3));
  CHECK(report.routes[2].bandwidth_Bps == Approx(1e9 / 8));
  // Bonn has no bandwidth inside: its workers' links, of 10 Gbps, are all that limits.
  CHECK(report.routes[3].latency_s == Approx(2e-3));
  CHECK(report.routes[3].bandwidth_Bps == Approx(10e9 / 8));
  CHECK_FALSE(link(report, "inside_Bonn").is_shared);
  CHECK(link(report, "inside_Oslo").is_shared);
  CHECK(link(report, "inside_Rome").latency_s == Approx(100e-6));
  CHECK(report.links.size() == 6 + 3 + 2 * 6);  // ordered pairs, sites, two directions of each worker's link
}

TEST_CASE("a round-trip time counts half, and for both directions", "[platforms]") {
  const std::string file = written("rtt.csv", "src,dst,rtt_ms\nB,A,30\n");
  const Json json = {{"name", "matrix"},
                     {"rtt", file},
                     {"bandwidth", written("b.csv", ",A,B\nA,,8\nB,16,\n")},
                     {"bandwidth-unit", "Mbps"}};
  const GeneratedPlatform platform = generated(json);
  CHECK(platform.notes.at(0) ==
        file + ": of 1 pair the round trip is known in one direction only, and counts for both");
  CHECK_THAT(platform.notes.at(1), Contains("too fast for those measured for one pair at a time"));
  const auto report = inspected(json, 2, {{0, 1}, {1, 0}});
  CHECK(report.hosts.size() == 2);
  CHECK(report.routes[0].latency_s == Approx(15e-3));
  CHECK(report.routes[0].bandwidth_Bps == Approx(2e6));  // the first worker is in B, as the file of latencies begins
  CHECK(report.routes[1].latency_s == Approx(15e-3));
  CHECK(report.routes[1].bandwidth_Bps == Approx(1e6));
}

TEST_CASE("long tables name their columns, by their usual names or as told", "[platforms]") {
  const std::string square = ",A,B\nA,,5ms\nB,7ms,\n";
  const auto latency_of = [&](const std::string& content, const Json& more, const std::string& name = "long.csv") {
    Json json = {{"name", "matrix"},
                 {"latency", written(name, content)},
                 {"bandwidth", written("b.csv", ",A,B\nA,,1Gbps\nB,1Gbps,\n")}};
    json.update(more);
    return inspected(json, 2, {{0, 1}}).routes[0].latency_s;
  };
  CHECK(latency_of(square, Json::object()) == Approx(5e-3));
  CHECK(latency_of("source,destination,latency\nA,B,5ms\nB,A,7ms\n", Json::object()) == Approx(5e-3));
  CHECK(latency_of("what,to,from\n5ms,B,A\n7ms,A,B\n", Json::object()) == Approx(5e-3));  // the only column left
  // Regions rather than addresses, and the mean rather than the least.
  CHECK(latency_of("src,dst,src_region,dst_region,min_rtt,avg_rtt\n1,2,A,B,3,5\n2,1,B,A,3,7\n",
                   {{"latency-unit", "ms"}}) == Approx(5e-3));
  CHECK(latency_of("one,other,a,b\nA,B,5,6\nB,A,7,8\n",
                   {{"latency-columns", {"one", "other", "b"}}, {"latency-unit", "ms"}}) == Approx(6e-3));
  CHECK(
      latency_of(
          R"({"by": "me", "readings": [{"src": "A", "dst": "B", "latency_ms": "5"}, {"src": "B", "dst": "A", "latency_ms": 7}]})",
          Json::object(), "long.json") == Approx(5e-3));
  // Of several values one counts, as told; the mean of 5 and 9 is 7.
  const std::string twice = "src,dst,latency_ms\nA,B,5\nA,B,9\nA,B,100\nB,A,1\n";
  CHECK(latency_of(twice, {{"repeated", "median"}}) == Approx(9e-3));
  CHECK(latency_of(twice, {{"repeated", "mean"}}) == Approx(38e-3));
  CHECK(latency_of(twice, {{"repeated", "least"}}) == Approx(5e-3));
  CHECK(latency_of(twice, {{"repeated", "greatest"}}) == Approx(100e-3));
  CHECK(latency_of("src,dst,latency_ms\nx:A,B,5\nB,x:A,7\n", {{"prefix", "x:"}}) == Approx(5e-3));
}

TEST_CASE("hosts have their speed and bandwidth, several kinds of them at a site", "[platforms]") {
  const std::string hosts =
      written("h.csv", "site,workers,speed,bandwidth\nBonn,2,10Gf,1Gbps\nBonn,1,5Gf,\nOslo,,,100Mbps\nRome,0,,\n");
  const auto report = inspected(matrix(latencies, bandwidths, {{"hosts", hosts}, {"speed", "20Gf"}}), 4, {{0, 3}});
  const std::vector<double> speeds{10e9, 10e9, 5e9, 20e9};  // Bonn first, as in the file; nobody works in Rome
  for (std::size_t i = 0; i < 4; ++i) CHECK(report.hosts[i].second == speeds[i]);
  CHECK(report.hosts_in_file == 4);
  CHECK(report.routes[0].links == Names{"site-Bonn_link_0_UP", "from_Bonn_to_Oslo", "site-Oslo_link_3_DOWN"});
  CHECK(link(report, "site-Bonn_link_0_UP").bandwidth_Bps == 1e9 / 8);
  CHECK(link(report, "site-Bonn_link_2_DOWN").bandwidth_Bps == 10e9 / 8);
  CHECK(link(report, "site-Oslo_link_3_UP").bandwidth_Bps == 100e6 / 8);
}

TEST_CASE("sites may be chosen, in the order of the workers", "[platforms]") {
  const auto report = inspected(matrix(latencies, bandwidths, {{"sites", {"Rome", "Oslo"}}}), 2, {{0, 1}});
  CHECK(report.hosts_in_file == 2);
  CHECK(report.routes[0].links == Names{"site-Rome_link_0_UP", "from_Rome_to_Oslo", "site-Oslo_link_1_DOWN"});
}

TEST_CASE("tables that do not go together are refused, and say why", "[platforms]") {
  CHECK(matrix_error({{"name", "matrix"}, {"bandwidth", "b.csv"}, {"rtt", "r.csv"}, {"latency", "l.csv"}}) ==
        "platform: --latency: expected either --latency or --rtt, found both");
  CHECK(matrix_error(matrix(latencies, ",Oslo,Bonn,Roma\nOslo,,1Gbps,1Gbps\nBonn,1Gbps,,1Gbps\nRoma,1Gbps,1Gbps,\n")) ==
        "platform matrix: expected the same sites in all files, or --sites to choose from them (and --prefix, where "
        "names differ by one): l.csv lacks \"Roma\"; b.csv lacks \"Rome\"");
  CHECK(matrix_error(matrix(latencies, bandwidths, {{"sites", {"Oslo", "Roma"}}})) ==
        "platform matrix: --sites: l.csv has no \"Roma\", did you mean \"Rome\"?");
  CHECK(matrix_error(matrix(latencies, bandwidths, {{"sites", {"Oslo", "Bonn", "Oslo"}}})) ==
        "platform matrix: --sites: \"Oslo\" stands there twice");
  CHECK(matrix_error(matrix("src,dst,latency\nA,B,1ms\n", ",A,B\nA,,1Gbps\nB,1Gbps,\n")) ==
        "l.csv: expected a value for each ordered pair of sites, found none from \"B to A\" (--sites chooses others)");
  CHECK(matrix_error(matrix(latencies, ",Oslo,Bonn,Rome\nOslo,,0Mbps,1Gbps\nBonn,1Gbps,,1Gbps\nRome,1Gbps,1Gbps,\n")) ==
        "b.csv: expected a bandwidth above 0 from \"Oslo\" to \"Bonn\", found 0");
  CHECK_THAT(matrix_error(matrix(",A,B\nA,0ms,1ms\nB,1ms,0ms\n", ",A,B\nA,0bps,1Gbps\nB,1Gbps,0bps\n")),
             Contains("from \"A\" to \"A\", found 0: leave the cell empty if it is not known"));
  CHECK(matrix_error(matrix(",A,B\nA,,5\nB,7ms,\n", ",A,B\nA,,1Gbps\nB,1Gbps,\n")) ==
        "l.csv:2: expected a duration with its unit, such as 45ms (or --latency-unit) as B, found \"5\"");
  CHECK(
      matrix_error(matrix(",A,B\nA,,5ms\nC,7ms,\n", bandwidths)) ==
      "l.csv: expected a square table, whose rows send and columns receive, or a long one with columns of sources and "
      "destinations; found no column for \"C\"");
  CHECK(
      matrix_error(matrix(",A,B\nA,,5ms\n", bandwidths)) ==
      "l.csv: expected a square table, whose rows send and columns receive, or a long one with columns of sources and "
      "destinations; found no row for \"B\"");
  CHECK(matrix_error(matrix(",A,B\nA,,5ms\nA,7ms,\n", bandwidths)) ==
        "l.csv:3: expected a site that no other row is of as , found \"A\"");
  CHECK(matrix_error(matrix("src,dst,x,y\nA,B,1,2\n", bandwidths)) ==
        "l.csv: no column of latencies: name the columns by --latency-columns source,destination,value (there are src, "
        "dst, x, y)");
  CHECK(matrix_error(matrix("src,dst,x,y\nA,B,1,2\n", bandwidths, {{"latency-columns", {"src", "dst"}}})) ==
        "--latency-columns: expected three columns: source,destination,value, found 2");
  CHECK(matrix_error(matrix("src,dst,latency\nA,B,1ms\nA,B,2ms\n", bandwidths)) ==
        "l.csv:3: expected one value from \"A\" to \"B\", found another at l.csv:2: --repeated says which counts");
  CHECK(matrix_error(matrix("src,dst,latency\nA,,1ms\n", bandwidths)) ==
        "l.csv:2: expected the name of a site as dst, found \"\"");
  const auto with_hosts = [&](const std::string& content) {
    return matrix_error(matrix(latencies, bandwidths, {{"hosts", written("h.csv", content)}}));
  };
  CHECK(with_hosts("site,sped\nOslo,1Gf\n") == "h.csv: unknown column \"sped\", did you mean \"speed\"?");
  CHECK(with_hosts("workers\n1\n") == "h.csv: no column \"site\" (there are: workers)");
  CHECK(with_hosts("site,workers\nOslo,many\n") ==
        "h.csv:2: expected a whole number from 0 as workers, found \"many\"");
  CHECK(with_hosts("site,speed\nOslo,50\n") ==
        "h.csv:2: expected a speed with its unit, such as 50Gf as speed, found \"50\"");
  CHECK(with_hosts("site,speed\nOslo,0Gf\n") == "h.csv:2: expected a speed above 0 as speed, found \"0Gf\"");
  CHECK_THAT(with_hosts("site\nOslo\n"), Contains("h.csv lacks \"Bonn\", \"Rome\""));
  CHECK(with_hosts("site,workers\nOslo,0\nBonn,0\nRome,0\n") ==
        "platform matrix: expected a site with workers, found none");
  CHECK_THAT(with_hosts("site,workers\nOslo,800\nBonn,1\nRome,1\n"), Contains("expected at most 250000 routes"));
}

TEST_CASE("measured clouds become platforms", "[platforms]") {
  const char* data = std::getenv("LOWBAND_DATA");
  const auto folder = std::filesystem::path(data == nullptr ? "data" : data) / "wan";
  if (!std::filesystem::exists(folder / "skyplane_latency.csv")) {
    WARN("skipped, there is no " << folder << " (set LOWBAND_DATA)");
    return;
  }
  const Json json = {{"name", "matrix"},     {"rtt", (folder / "skyplane_latency.csv").string()},
                     {"latency-unit", "ms"}, {"bandwidth", (folder / "wanify_dynamic106_20.json").string()},
                     {"prefix", "aws:"},     {"sites", {"us-east-1", "eu-west-1", "ap-south-1"}}};
  const auto report = inspected(json, 3, {{1, 0}, {0, 1}});
  // eu-west-1 to us-east-1: 84.083 ms there and back; 70 Mbps of 71 sent were received, 82 of 83 the other way.
  CHECK(report.routes[0].latency_s == Approx(84.083e-3 / 2));
  CHECK(report.routes[0].bandwidth_Bps == Approx(70e6 / 8));
  CHECK(report.routes[1].latency_s == Approx(84.083e-3 / 2));
  CHECK(report.routes[1].bandwidth_Bps == Approx(82e6 / 8));
}
