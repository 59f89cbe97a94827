#pragma once

#include <string>

#include "sim/base/parameters.hpp"
#include "sim/world/node_place.hpp"

namespace lowband {

/// `server_hosts` of an algorithm: where its server is. It has one; a list of names has one, too.
class ServerPlace {
 public:
  void declare(Parameters& parameters);

  [[nodiscard]] NodePlace place() const;

 private:
  std::string kind_ = "own";  ///< or "shared"; "" where it has a name
  std::string host_;          ///< the name
};

}  // namespace lowband
