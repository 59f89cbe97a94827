#include "sim/platforms/site_list_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/base/parameters.hpp"
#include "sim/base/read_file.hpp"
#include "sim/platforms/site_workers.hpp"
#include "sim/results/csv.hpp"

namespace lowband {

namespace {

struct LocatedSite {
  SiteGraph::Site site;
  double latitude = 0.0;   ///< degrees
  double longitude = 0.0;  ///< degrees
};

LocatedSite read_site(const Json& json, const Place& place) {
  LocatedSite located;
  int workers = 0;
  Parameters parameters;
  using enum Parameters::Need;
  parameters.text("name", located.site.name, "what the site is called", required);
  parameters.number("latitude", located.latitude, {-90, 90}, "degree", "north is positive", required);
  parameters.number("longitude", located.longitude, {-180, 180}, "degree", "east is positive", required);
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
  const std::string content = read_file(file);
  const bool with_workers = content.starts_with(long_header);
  CsvReader reader(file, with_workers ? long_header : short_header);
  std::vector<LocatedSite> sites;
  std::size_t record = 1;
  while (reader.next(with_workers ? 4 : 3)) {
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

double great_circle_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b) {
  constexpr double radius_km = 6371.0;
  constexpr double radians = std::numbers::pi / 180.0;
  const double half_north = std::sin((latitude_b - latitude_a) * radians / 2.0);
  const double half_east = std::sin((longitude_b - longitude_a) * radians / 2.0);
  const double haversine =
      half_north * half_north + std::cos(latitude_a * radians) * std::cos(latitude_b * radians) * half_east * half_east;
  return 2.0 * radius_km * std::asin(std::sqrt(std::min(1.0, haversine)));
}

SiteGraph read_site_list(const std::string& file) {
  const auto located = file.ends_with(".json") ? read_json_sites(file) : read_csv_sites(file);
  SiteGraph graph;
  for (std::size_t i = 0; i < located.size(); ++i) {
    for (std::size_t j = i + 1; j < located.size(); ++j) {
      const double km =
          great_circle_km(located[i].latitude, located[i].longitude, located[j].latitude, located[j].longitude);
      graph.lines.push_back({static_cast<int>(i), static_cast<int>(j), km, std::nullopt});
    }
    graph.sites.push_back(located[i].site);
  }
  return graph;
}

}  // namespace lowband
