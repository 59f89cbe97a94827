// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sim/platforms/great_circle.hpp"
#include "sim/platforms/site_graph_file.hpp"
#include "sim/platforms/site_list_file.hpp"
#include "tests/models/data/idx_files.hpp"
#include "tests/platforms/generated.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// The message of `read` for a file of that content, without the file's folder.
template <class Reader>
std::string site_file_error(Reader read, const std::string& name, const std::string& content) {
  const std::string folder = scratch_folder().string() + "/";
  const std::string message = usage_error([&] { static_cast<void>(read(written(name, content))); });
  CHECK(message.starts_with(folder));
  return message.substr(folder.size());
}

std::string list_error(const std::string& name, const std::string& content) {
  return site_file_error(read_site_list, name, content);
}
std::string graph_error(const std::string& name, const std::string& content) {
  return site_file_error([](const std::string& file) { return read_site_graph(file); }, name, content);
}

}  // namespace

TEST_CASE("the great circle is a quarter of the globe from the equator to a pole", "[platforms]") {
  constexpr double quarter = 10007.543;  // pi / 2 * 6371
  CHECK(great_circle_km({0, 0}, {90, 0}) == Approx(quarter));
  CHECK(great_circle_km({0, 0}, {0, 90}) == Approx(quarter));
  CHECK(great_circle_km({0, -90}, {0, 90}) == Approx(2 * quarter));
  CHECK(great_circle_km({0, 179.5}, {0, -179.5}) == Approx(quarter / 90));  // one degree, across the date line
  CHECK(great_circle_km({60, 0}, {60, 0}) == 0.0);
  // At 60 degrees north a degree of longitude is half as long, nearly: the circle through the north is a little
  // shorter.
  CHECK(great_circle_km({60, 0}, {60, 1}) == Approx(quarter / 180).epsilon(1e-4));
}

TEST_CASE("sites are read from CSV and from JSON", "[platforms]") {
  const auto csv =
      read_site_list(written("sites.csv", "name,latitude,longitude\n\"A, the first\",0,0\nB,0,1\nC,0,-2\n"));
  REQUIRE(csv.sites.size() == 3);
  CHECK(csv.sites[0].name == "A, the first");
  CHECK_FALSE(csv.sites[0].workers.has_value());
  REQUIRE(csv.lines.size() == 3);  // every pair
  CHECK(csv.lines[2].from == 1);
  CHECK(csv.lines[2].to == 2);
  CHECK(csv.lines[2].km == Approx(3 * 111.194927));
  const auto more = read_site_list(written("sites.csv", "name,latitude,longitude,workers\nA,0,0,3\nB,0,1,0\n"));
  CHECK(more.sites.at(0).workers == 3);
  CHECK(more.sites.at(1).workers == 0);
  const auto json =
      read_site_list(written("sites.json", R"([{"name": "A", "latitude": 0, "longitude": 0.5, "workers": 2}])"));
  CHECK(json.sites.at(0).workers == 2);
  CHECK(json.lines.empty());
}

TEST_CASE("a list of sites that cannot be used is refused with its place", "[platforms]") {
  CHECK(list_error("sites.csv", "name,lat\nA,0\n") ==
        "sites.csv:1: expected the header name,latitude,longitude, found \"name,lat\"");
  CHECK(list_error("sites.csv", "name,latitude,longitude\nA,0,0\nB,north,0\n") ==
        "sites.csv:3: expected a number as latitude, found \"north\"");
  CHECK(list_error("sites.csv", "name,latitude,longitude\nA,91,0\n") ==
        "sites.csv:2: /latitude: expected a number from -90 to 90, found 91.0");
  CHECK(list_error("sites.csv", "name,latitude,longitude\nA,0,nan\n") ==
        "sites.csv:2: /longitude: expected a number from -180 to 180, found null");
  CHECK(list_error("sites.csv", "name,latitude,longitude\n,0,0\n") == "sites.csv:2: /name: expected text, found \"\"");
  CHECK(list_error("sites.csv", "name,latitude,longitude,workers\nA,0,0,-1\n") ==
        "sites.csv:2: /workers: expected an integer at least 0, found -1");
  CHECK(list_error("sites.json", R"({"name": "A"})") ==
        "sites.json: the document: expected a list of sites, found {\"name\":\"A\"}");
  CHECK(list_error("sites.json", R"([{"name": "A", "latitude": 0, "longitud": 0}])") ==
        "sites.json: /0/longitud: unknown key, did you mean \"longitude\"?");
}

TEST_CASE("a graph is read from GML, and what it does not know is skipped", "[platforms]") {
  const auto [graph, left_out] = read_site_graph(written("net.gml", R"(Creator "someone"
graph [
  Network "test"
  node [ id 5 label "Oslo" graphics [ x 1 y 2 ] workers 2 ]
  node [ id 7 workers 1 Latitude 59.9 ]
  edge [ source 7 target 5 distance 417.5 capacity 1000000.0 LinkLabel "x" ]
  edge [ source 5 target 5 distance 0 ]
])"));
  REQUIRE(graph.sites.size() == 2);
  CHECK(graph.sites[0].name == "Oslo");
  CHECK(graph.sites[0].workers == 2);
  CHECK(graph.sites[1].name == "7");
  CHECK(left_out.empty());
  REQUIRE(graph.lines.size() == 1);  // a line from a site to itself is none
  CHECK(graph.lines[0].from == 1);
  CHECK(graph.lines[0].to == 0);
  CHECK(graph.lines[0].km == 417.5);
  CHECK(graph.lines[0].capacity_bps == 1e6);
}

TEST_CASE("a graph is read from JSON", "[platforms]") {
  const auto [graph, left_out] = read_site_graph(written("net.json", R"({"directed": false,
    "nodes": [{"id": "a", "x": 1}, {"id": 1, "label": "B"}, {"id": "1"}],
    "edges": [{"source": "a", "target": 1, "distance": 10}, {"source": 1, "target": "1", "distance": 0.5}]})"));
  REQUIRE(graph.sites.size() == 3);
  CHECK(graph.sites[0].name == "a");
  CHECK(graph.sites[1].name == "B");
  REQUIRE(graph.lines.size() == 2);
  CHECK(graph.lines[1].to == 2);  // "1" is not 1
  CHECK_FALSE(graph.lines[0].capacity_bps.has_value());
}

TEST_CASE("a graph that cannot be used is refused with its place", "[platforms]") {
  const std::string nodes = "graph [\nnode [ id 0 ]\nnode [ id 1 ]\n";
  CHECK(graph_error("net.gml", "a 1\n") == "net.gml:1: expected a block \"graph\", found none");
  CHECK(graph_error("net.gml", "graph 1\n") == "net.gml:1: expected a block \"graph\", found none");
  CHECK(graph_error("net.gml", "graph [\nnode 1\n]") == "net.gml:2: /node: expected a block, found a plain value");
  CHECK(graph_error("net.gml", "graph [\nnode [ label \"x\" ]\n]") == "net.gml:2: /node: the key \"id\" is missing");
  CHECK(graph_error("net.gml", nodes + "node [ id 1 ] ]") ==
        "net.gml:4: /node/id: expected an id that no other node has, found 1");
  CHECK(graph_error("net.gml", nodes + "edge [ source 0 target 2 distance 1 ] ]") ==
        "net.gml:4: /edge/target: expected the id of a node, found 2");
  CHECK(graph_error("net.gml", nodes + "edge [ source 0 target 1 distance -3 ] ]") ==
        "net.gml:4: /edge/distance: expected a number at least 0, found -3");
  CHECK(graph_error("net.gml", nodes + "edge [ source 0 target 1 distance \"far\" ] ]") ==
        "net.gml:4: /edge/distance: expected a number at least 0, found \"far\"");
  CHECK(graph_error("net.gml", nodes + "edge [ source 0 target 1 distance 1 capacity 0 ] ]") ==
        "net.gml:4: /edge/capacity: expected a number above 0, found 0");
  CHECK(graph_error("net.gml",
                    "graph [\nnode [ id 0 Latitude 91 Longitude 0 ]\nnode [ id 1 ]\nedge [ source 0 target 1 ] ]") ==
        "net.gml:2: /node/Latitude: expected a number from -90 to 90, found 91");
  CHECK(
      graph_error("net.gml", "graph [\nnode [ id 0 lat 9 lon \"E7\" ]\nnode [ id 1 ]\nedge [ source 0 target 1 ] ]") ==
      "net.gml:2: /node/lon: expected a number from -180 to 180, found \"E7\"");
  CHECK(graph_error("net.gml", nodes + "edge [ source 0 target 1 distance 1 LinkSpeedRaw \"fast\" ] ]") ==
        "net.gml:4: /edge/LinkSpeedRaw: expected a number above 0, found \"fast\"");
  // Two nodes have this label, so it names none of them.
  CHECK(
      graph_error("net.gml",
                  "graph [\nnode [ id 0 label \"A\" ]\nnode [ id 1 label \"A\" ]\nedge [ source \"A\" target 1 ] ]") ==
      "net.gml:4: /edge/source: expected the id of a node, found \"A\"");
  CHECK(graph_error("net.json", R"({"nodes": []})") ==
        "net.json: the document: expected an object with \"edges\", found {\"nodes\":[]}");
  CHECK(graph_error("net.json", R"({"nodes": [3], "edges": []})") == "net.json: /nodes/0: expected an object, found 3");
  CHECK(graph_error("net.json", R"({"nodes": 3, "edges": []})") == "net.json: /nodes: expected a list, found 3");
}

TEST_CASE("an edge without a distance is as long as the great circle between its nodes", "[platforms]") {
  // One degree along the equator, 111.194927 km; two of them where the file says so by labels.
  const auto [graph, left_out] = read_site_graph(written("zoo.gml", R"(graph [
  multigraph 1
  node [ id 0 label "A" Longitude 10 Latitude 0.0 ]
  node [ id 1 label "B" Longitude 11.0 Latitude 0.0 Internal 1 ]
  node [ id 2 label "C" lon 12.0 LAT 0.0 ]
  edge [ source 0 target 1 LinkSpeed "10" LinkSpeedUnits "G" LinkSpeedRaw 10000000000.0 ]
  edge [ source "C" target "A" ]
  edge [ source 2 target 1 distance 500 ]
])"));
  CHECK(left_out.empty());
  REQUIRE(graph.lines.size() == 3);
  CHECK(graph.lines[0].km == Approx(111.194927));
  CHECK(graph.lines[0].capacity_bps == 1e10);
  CHECK(graph.lines[1].from == 2);
  CHECK(graph.lines[1].km == Approx(2 * 111.194927));
  CHECK_FALSE(graph.lines[1].capacity_bps.has_value());
  CHECK(graph.lines[2].km == 500.0);  // what is stated counts
}

TEST_CASE("of several edges between two nodes the shortest counts, then the widest", "[platforms]") {
  const auto graph = read_site_graph(written("multi.gml", R"(graph [ node [ id 0 ] node [ id 1 ]
  edge [ source 0 target 1 distance 7 capacity 1e9 ]
  edge [ source 1 target 0 distance 5 ]
  edge [ source 0 target 1 distance 5 capacity 1e6 ]
  edge [ source 1 target 0 distance 5 capacity 1e7 ]
  edge [ source 0 target 1 distance 5 capacity 1e7 ]
])"))
                         .graph;
  REQUIRE(graph.lines.size() == 1);
  CHECK(graph.lines[0].from == 1);
  CHECK(graph.lines[0].km == 5.0);
  CHECK(graph.lines[0].capacity_bps == 1e7);
}

TEST_CASE("nodes that lack coordinates are left out where they are needed, or their edges get a length",
          "[platforms]") {
  // "None" is what the Topology Zoo calls the middle of a line between more than two nodes.
  const std::string file = written("hyper.gml", R"(graph [
  node [ id 3 label "A" Longitude 0 Latitude 0 ]
  node [ id 4 label "None" hyperedge 1 ]
  node [ id 5 label "B" Longitude 1 Latitude 0 ]
  node [ id 6 label "6" Latitude 1 ]
  node [ id 7 label "far" ]
  edge [ source 3 target 4 ]
  edge [ source 4 target 5 ]
  edge [ source 5 target 6 ]
  edge [ source 5 target 7 distance 10 ]
])");
  const auto [graph, left_out] = read_site_graph(file);
  CHECK(left_out == std::vector<std::string>{"None (id 4)", "6"});
  REQUIRE(graph.sites.size() == 3);
  CHECK(graph.sites[2].name == "far");
  REQUIRE(graph.lines.size() == 1);
  CHECK(graph.lines[0].from == 1);
  CHECK(graph.lines[0].to == 2);
  const auto whole = read_site_graph(file, 250.0);
  CHECK(whole.left_out.empty());
  CHECK(whole.graph.sites.size() == 5);
  REQUIRE(whole.graph.lines.size() == 4);
  CHECK(whole.graph.lines[0].km == 250.0);
  CHECK(whole.graph.lines[3].km == 10.0);
}

TEST_CASE("lists and graphs may be packed, and begin with a byte-order mark", "[platforms]") {
  const std::string mark = "\xEF\xBB\xBF";
  CHECK(read_site_list(written("sites.csv", mark + "name,latitude,longitude,workers\r\nA,0,0,3\r\n"))
            .sites.at(0)
            .workers == 3);
  CHECK(read_site_graph(written("net.gml", mark + "graph [ node [ id 0 ] ]")).graph.sites.size() == 1);
  const std::string json = R"({"nodes": [{"id": 0}], "edges": []})";
  write_gzip(scratch_folder() / "net.json.gz", {json.begin(), json.end()});
  CHECK(read_site_graph((scratch_folder() / "net.json.gz").string()).graph.sites.size() == 1);
  CHECK(list_error("sites.csv", std::string("\xFF\xFEn\0", 4)) ==
        "sites.csv: expected text in UTF-8, found the byte-order mark of UTF-16: save it as UTF-8");
}
