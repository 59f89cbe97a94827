// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

namespace lowband {

/// The right to write into a results folder, which one process has at a time. It is a lock of the system (fcntl) on a
/// file in the folder, held by this process alone: it ends when the process does, however that ends. Children that it
/// forks do not have it. They write only as long as it lives, and are killed when it dies (see Child); whoever gets the
/// lock after it waits until none of them is writing any more.
/// Whoever gets it finds no leftovers of those that had it before: what they were replacing is completed, what they
/// were writing is gone. In the end nothing of it is left, nor of a folder that was made for it and holds nothing.
///
/// Some file systems have no locks (Lustre unless it is mounted for them, NFS without its lock service). Results can be
/// written there all the same, as most of these are on clusters where nothing else is at hand: with a warning, and a
/// process of this machine that has signed the file is still kept away from.
class ResultsLock {
 public:
  /// Makes the folder if it is not there. Throws UsageError, with nothing changed, if another process has the lock: it
  /// says which, by its number and host; or if the folder cannot be written.
  explicit ResultsLock(const std::filesystem::path& folder);
  ResultsLock(const ResultsLock&) = delete;
  ResultsLock& operator=(const ResultsLock&) = delete;
  ResultsLock(ResultsLock&&) = delete;
  ResultsLock& operator=(ResultsLock&&) = delete;
  ~ResultsLock();

  /// Throws as the constructor does if another process has the lock now; changes nothing, takes nothing. Not for a
  /// process that has it: to close the file would end the lock.
  static void refuse_if_held(const std::filesystem::path& folder);

 private:
  class Held;
  std::unique_ptr<Held> held_;
};

}  // namespace lowband
