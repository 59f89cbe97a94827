// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/graph_xml.hpp"

#include <catch2/catch.hpp>

#include "sim/platforms/site_graph_file.hpp"
#include "tests/platforms/generated.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

std::string graph_xml_error(const std::string& name, const std::string& content) {
  const std::string folder = scratch_folder().string() + "/";
  const std::string message = usage_error([&] { static_cast<void>(read_site_graph(written(name, content))); });
  CHECK(message.starts_with(folder));
  return message.substr(folder.size());
}

}  // namespace

TEST_CASE("a graph is read from GraphML", "[platforms]") {
  // Keys of nodes and edges may have one id; defaults stand in for data that is not there.
  const auto [graph, left_out] = read_site_graph(written("net.graphml", R"(<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key attr.name="LinkSpeedRaw" attr.type="double" for="edge" id="d0"><default>1e9</default></key>
  <key attr.name="Latitude" attr.type="double" for="node" id="d0"/>
  <key attr.name="Longitude" attr.type="double" for="node" id="d1"/>
  <key attr.name="label" attr.type="string" for="node" id="d2"/>
  <key attr.name="workers" attr.type="int" for="node" id="d3"><default>2</default></key>
  <graph edgedefault="undirected">
    <data key="d9">about the graph</data>
    <node id="0"><data key="d0">0.0</data><data key="d1">10</data><data key="d2"> Gda&#324;sk </data></node>
    <node id="1"><data key="d0">0</data><data key="d1">11</data><data key="d3">5</data></node>
    <edge source="0" target="1"/>
    <edge source="1" target="0"><data key="d0">2e9</data></edge>
  </graph>
</graphml>)"));
  CHECK(left_out.empty());
  REQUIRE(graph.sites.size() == 2);
  CHECK(graph.sites[0].name == "Gda\xC5\x84sk");
  CHECK(graph.sites[0].workers == 2);
  CHECK(graph.sites[1].name == "1");
  CHECK(graph.sites[1].workers == 5);
  REQUIRE(graph.lines.size() == 1);
  CHECK(graph.lines[0].km == Approx(111.194927));  // a degree along the equator
  CHECK(graph.lines[0].capacity_bps == 2e9);       // of equally long lines the widest
}

TEST_CASE("a graph is read from SNDlib's XML", "[platforms]") {
  const auto xml = [](const std::string& type) {
    return R"(<?xml version="1.0" encoding="ISO-8859-1"?>
<network xmlns="http://sndlib.zib.de/network" version="1.0">
  <networkStructure>
    <nodes coordinatesType=")" +
           type + R"(">
      <node id="Gdansk"><coordinates><x>18.60</x><y>54.20</y></coordinates></node>
      <node id="Warsaw"><coordinates><x>18.60</x><y>52.20</y></coordinates></node>
    </nodes>
    <links>
      <link id="Link_0_10"><source>Gdansk</source><target>Warsaw</target>
        <preInstalledModule><capacity>155.0</capacity><cost>0</cost></preInstalledModule></link>
    </links>
  </networkStructure>
  <demands/>
</network>)";
  };
  const auto [graph, left_out] = read_site_graph(written("polska.xml", xml("geographical")));
  REQUIRE(graph.sites.size() == 2);
  CHECK(graph.sites[1].name == "Warsaw");
  REQUIRE(graph.lines.size() == 1);
  CHECK(graph.lines[0].km == Approx(2 * 111.194927));  // two degrees along a meridian
  CHECK_FALSE(graph.lines[0].capacity_bps.has_value());
  CHECK(read_site_graph(written("pixels.xml", xml("pixel"))).left_out == std::vector<std::string>{"Gdansk", "Warsaw"});
}

TEST_CASE("a graph is read from JSON as NetworkX and SNDlib's collections have it", "[platforms]") {
  const auto graph = read_site_graph(written("polska.json", R"({"directed": false, "graph": {"name": "polska"},
    "nodes": [{"pos": [18.60, 54.20], "id": "Gdansk"}, {"pos": [18.60, 52.20], "id": "Warsaw"},
              {"id": 7, "name": "Lodz", "Lat": 52.20, "LON": 18.60}],
    "links": [{"dist": 273.93, "source": "Gdansk", "target": "Warsaw"}, {"source": "Gdansk", "target": 7}]})"))
                         .graph;
  REQUIRE(graph.lines.size() == 2);
  CHECK(graph.lines[0].km == 273.93);
  CHECK(graph.lines[1].km == Approx(2 * 111.194927));
  CHECK(graph.sites.at(2).name == "Lodz");
}

TEST_CASE("XML that is no graph is refused with its place", "[platforms]") {
  CHECK(graph_xml_error("net.xml", "<a>\n<b></a>") == "net.xml:2: not XML: mismatched tag");
  CHECK(graph_xml_error("net.xml", "\n<platform/>") ==
        "net.xml:2: expected GraphML or a network of SNDlib, found an element \"platform\"");
  CHECK(graph_xml_error("net.graphml", "<graphml/>") ==
        "net.graphml:1: /graphml: expected an element \"graph\", found none");
  CHECK(
      graph_xml_error("net.graphml", "<graphml>\n<graph>\n<node id='1'><data key='x'>1</data></node></graph></graphml>") ==
      "net.graphml:3: /data: expected the id of a <key>, found \"x\"");
  CHECK(graph_xml_error("net.graphml",
                    "<graphml><key id='x' for='node' attr.name='lat' attr.type='double'/>\n<graph>\n"
                    "<node id='1'><data key='x'>north</data></node></graph></graphml>") ==
        "net.graphml:3: /data: expected a number, found \"north\"");
  CHECK(graph_xml_error("net.graphml", "<graphml><graph>\n<node/></graph></graphml>") ==
        "net.graphml:2: /node: the key \"id\" is missing");
  CHECK(graph_xml_error("net.xml", "<network>\n<networkStructure><nodes/></networkStructure></network>") ==
        "net.xml:2: /networkStructure: expected an element \"links\", found none");
  std::string deep;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  CHECK(graph_xml_error("net.xml", deep) == "net.xml:1: expected at most 100 elements within each other");
  CHECK(graph_xml_error("net.json",
                    R"({"nodes": [{"id": 0, "pos": [1]}, {"id": 1}], "links": [{"source": 0, "target": 1}]})") ==
        "net.json: /nodes/0/pos: expected [longitude, latitude], found [1]");
  CHECK(graph_xml_error("net.json",
                    R"({"nodes": [{"id": 0, "pos": [1, 91]}, {"id": 1}], "links": [{"source": 0, "target": 1}]})") ==
        "net.json: /nodes/0/pos/1: expected a number from -90 to 90, found 91");
}
