// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/site_list_file.hpp"

#include <fmt/format.h>

#include "sim/base/csv_reader.hpp"
#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/parameters.hpp"
#include "sim/base/read_file.hpp"
#include "sim/platforms/great_circle.hpp"
#include "sim/platforms/site_workers.hpp"

namespace lowband {

namespace {

struct LocatedSite {
  SiteGraph::Site site;
  Coordinates at;
};

LocatedSite read_site(const Json& json, const Place& place) {
  LocatedSite located;
  int workers = 0;
  Parameters parameters;
  using enum Parameters::Need;
  parameters.text("name", located.site.name, "what the site is called", required);
  parameters.number("latitude", located.at.latitude, {-90, 90}, "degree", "north is positive", required);
  parameters.number("longitude", located.at.longitude, {-180, 180}, "degree", "east is positive", required);
  parameters.integer("workers", workers, {0}, "worker", "how many work there");
  parameters.read(json, place);
  if (json.contains("workers")) located.site.workers = workers;
  return located;
}

std::vector<LocatedSite> read_json_sites(const std::string& file) {
  const Json list = read_json_file(file);
  const Place place(file);
  if (!list.is_array()) place.expected("a list of sites", list);
  std::vector<LocatedSite> sites;
  for (std::size_t i = 0; i < list.size(); ++i) sites.push_back(read_site(list[i], place / i));
  return sites;
}

std::vector<LocatedSite> read_csv_sites(const std::string& file) {
  const std::string short_header = "name,latitude,longitude";
  const std::string long_header = short_header + ",workers";
  const std::string content = read_text_file(file);
  const bool with_workers = content.starts_with(long_header);
  CsvReader reader(file, with_workers ? long_header : short_header);
  std::vector<LocatedSite> sites;
  std::size_t record = 1;
  while (reader.next()) {
    std::string name;
    double latitude = 0.0;
    double longitude = 0.0;
    int workers = 0;
    reader.read(0, "name", name);
    reader.read(1, "latitude", latitude);
    reader.read(2, "longitude", longitude);
    Json json = {{"name", name}, {"latitude", latitude}, {"longitude", longitude}};
    if (with_workers) {
      reader.read(3, "workers", workers);
      json["workers"] = workers;
    }
    sites.push_back(read_site(json, Place(fmt::format("{}:{}", file, ++record))));
  }
  return sites;
}

}  // namespace

SiteGraph read_site_list(const std::string& file) {
  const auto located = has_ending(file, ".json") ? read_json_sites(file) : read_csv_sites(file);
  SiteGraph graph;
  for (std::size_t i = 0; i < located.size(); ++i) {
    for (std::size_t j = i + 1; j < located.size(); ++j) {
      const double km = great_circle_km(located[i].at, located[j].at);
      graph.lines.push_back({static_cast<int>(i), static_cast<int>(j), km, std::nullopt});
    }
    graph.sites.push_back(located[i].site);
  }
  return graph;
}

}  // namespace lowband
