#pragma once

#include <filesystem>
#include <memory>

namespace lowband {

/// The right to write into a results folder, which one process has at a time. It is a lock of the system (fcntl) on a
/// file in the folder, held by this process and those it forks: it ends when the last of them does, however that ends.
/// Whoever gets it finds no leftovers of those that had it before: what they were replacing is completed, what they
/// were writing is gone. In the end nothing of it is left, nor of a folder that was made for it and holds nothing.
class ResultsLock {
 public:
  /// Makes the folder if it is not there. Throws UsageError, with nothing changed, if another process has the lock: it
  /// says which, by its number and host; or if it cannot be locked.
  explicit ResultsLock(const std::filesystem::path& folder);
  ResultsLock(const ResultsLock&) = delete;
  ResultsLock& operator=(const ResultsLock&) = delete;
  ResultsLock(ResultsLock&&) = delete;
  ResultsLock& operator=(ResultsLock&&) = delete;
  ~ResultsLock();

  /// Throws as the constructor does if another process has the lock now; changes nothing, takes nothing.
  static void refuse_if_held(const std::filesystem::path& folder);

 private:
  class Held;
  std::unique_ptr<Held> held_;
};

}  // namespace lowband
