// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "models/data/data_folders.hpp"
#include "models/model.hpp"
#include "sim/base/json.hpp"

namespace lowband {

/// A model that a file says: nothing is known of it, not even has_buffers(), before open() and bind().
class FileModel : public Model {
 public:
  /// What it takes to find out about the file.
  struct Surroundings {
    DataFolders folders;  ///< where it is looked up, first to last
    /// Does a work where that leaves nothing behind, such as in a forked child, and returns what the work returned.
    std::function<std::string(const std::function<std::string()>&)> apart;
  };

  /// Reads the file, before bind(). Throws UsageError.
  virtual void open(const Surroundings& surroundings) = 0;
  /// What decides on results beside what the experiment says: the file's SHA-256, and what computes with it. Known once
  /// it is bound.
  [[nodiscard]] virtual Json facts() const = 0;
};

}  // namespace lowband
