// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/sndlib_text.hpp"

#include <catch2/catch.hpp>

#include "sim/platforms/site_graph_file.hpp"
#include "tests/platforms/generated.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

const std::string header = "?SNDlib native format; type: network; version: 1.0\n";

std::string sndlib_error(const std::string& content) {
  const std::string folder = scratch_folder().string() + "/";
  const std::string message = usage_error([&] { static_cast<void>(read_site_graph(written("net.txt", content))); });
  CHECK(message.starts_with(folder));
  return message.substr(folder.size());
}

}  // namespace

TEST_CASE("a graph is read from SNDlib's native format", "[platforms]") {
  // Its files have comments, empty sections, sections that do not matter here, and sometimes lines of Windows.
  const std::string line_end = GENERATE(as<std::string>(), "\n", "\r\n");
  std::string text = header + R"(# network test

# NODE SECTION
#
# <node_id> [(<longitude>, <latitude>)]

META (
  origin = a test
)

NODES (
  Gdansk ( 18.60 54.20 )
  Warsaw ( +18.60 52.20 )
  Lodz#2 (18.60 51.20)
)

LINKS (
  # <link_id> ( <source> <target> ) <capacity> <its cost> <routing cost> <setup cost> ( {<capacity> <cost>}* )
  Link_0_10 ( Gdansk Warsaw ) 0.00 0.00 0.00 156.00 ( 155.00 156.00 622.00 468.00 )
  Link_1_2 (Lodz#2 Warsaw) 0 0 0 0 ( )
)

DEMANDS (
  Demand_0_1 ( Gdansk Warsaw ) 1 195.00 UNLIMITED
)

ADMISSIBLE_PATHS (
  Demand_0_1 (
    P_0 ( Link_0_10 )
  )
)
)";
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += line_end.size()) {
    text.replace(at, 1, line_end);
  }
  const auto [graph, left_out] = read_site_graph(written("polska.txt", text));
  CHECK(left_out.empty());
  REQUIRE(graph.sites.size() == 3);
  CHECK(graph.sites[0].name == "Gdansk");
  CHECK(graph.sites[2].name == "Lodz#2");
  REQUIRE(graph.lines.size() == 2);
  CHECK(graph.lines[0].from == 0);
  CHECK(graph.lines[0].to == 1);
  CHECK(graph.lines[0].km == Approx(2 * 111.194927));  // two degrees along a meridian
  CHECK(graph.lines[1].km == Approx(111.194927));
  CHECK_FALSE(graph.lines[0].capacity_bps.has_value());
}

TEST_CASE("nodes of SNDlib's native format may have no coordinates", "[platforms]") {
  const std::string text = header + "NODES ( A B )\nLINKS ( ab ( A B ) 0 0 0 0 ( ) )";
  CHECK(read_site_graph(written("bare.txt", text)).left_out == std::vector<std::string>{"A", "B"});
  CHECK(read_site_graph(written("bare.txt", text), 100.0).graph.lines.at(0).km == 100.0);
}

TEST_CASE("what is no network in SNDlib's native format is refused with its place", "[platforms]") {
  const std::string nodes = header + "NODES (\nA ( 1 2 )\nB ( 3 4 )\n)\n";
  CHECK(
      sndlib_error("?SNDlib native format; type: solution; version: 1.0\r\n") ==
      "net.txt:1: expected SNDlib's \"type: network\", found \"?SNDlib native format; type: solution; version: 1.0\"");
  CHECK(sndlib_error(header) == "net.txt:2: expected a section NODES, found the end of the file");
  CHECK(sndlib_error(header + "\nNODES\n") == "net.txt:4: expected \"(\", found the end of the file");
  CHECK(sndlib_error(header + "NODES (\nA ( 1 north )\n)") == "net.txt:3: expected a number, found \"north\"");
  CHECK(sndlib_error(header + "NODES (\nA ( 1 2 3 )\n)") == "net.txt:3: expected \")\", found \"3\"");
  CHECK(sndlib_error(header + "NODES (\nA ( 1 2 )\n") ==
        "net.txt:4: expected the id of a node, found the end of the file");
  CHECK(sndlib_error(header + "NODES ( ( 1 2 ) )") == "net.txt:2: expected the id of a node, found \"(\"");
  CHECK(sndlib_error(nodes + "LINKS (\nab ( A )\n)") == "net.txt:7: expected the id of a node, found \")\"");
  CHECK(sndlib_error(nodes + "LINKS (\nab ( A B ) 0 0 0 ( )\n)") == "net.txt:7: expected a number, found \"(\"");
  CHECK(sndlib_error(nodes + "LINKS (\nab ( A B ) 0 0 0 0 ( 155\n") ==
        "net.txt:8: expected a \")\" for the \"(\" of line 7, found the end of the file");
  CHECK(sndlib_error(nodes + "DEMANDS (\n(\n") ==
        "net.txt:8: expected a \")\" for the \"(\" of line 6, found the end of the file");
  CHECK(sndlib_error(nodes + "LINKS (\nac ( A C ) 0 0 0 0 ( )\n)") ==
        "net.txt:7: /link/target: expected the id of a node, found \"C\"");
  CHECK(sndlib_error(nodes + "LINKS ( )\n)") ==
        "net.txt:7: expected the name of a section, such as NODES, found \")\"");
  // Coordinates of a picture.
  CHECK(sndlib_error(header + "NODES (\nA ( 374 120 )\nB ( 3 4 )\n)\nLINKS ( ab ( A B ) 0 0 0 0 ( ) )") ==
        "net.txt:3: /node/latitude: expected a number from -90 to 90, found 120.0");
}
