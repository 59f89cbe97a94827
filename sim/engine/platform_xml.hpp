// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace lowband {

/// What a SimGrid platform file says that SimGrid is not to see, or does not tell. Lowband reads the file itself first:
///
/// * profiles of bandwidths, latencies and speeds over time, from the attributes bandwidth_file, latency_file,
///   speed_file (also by its old name availability_file), or a `trace` and its `trace_connect`. SimGrid 3.32 loses
///   messages when a latency changes, and takes no second profile; Lowband's own profiles have neither fault.
/// * profiles of states, from state_file: hosts and links that go off and on. They are not supported.
/// * settings, from `config`.
class PlatformXml {
 public:
  enum class Quantity { speed, bandwidth, latency, state };

  /// A profile of one quantity of a host (speed, state) or a link (bandwidth, latency, state).
  struct Profiled {
    Quantity quantity = Quantity::speed;
    bool is_link = false;
    std::string name;                 ///< of the host or link
    bool has_two_directions = false;  ///< the link NAME is SimGrid's two links NAME_UP and NAME_DOWN
    std::string file;                 ///< as the platform names it; empty: the content stands in the platform
    std::string content;
    double period_s = 0.0;  ///< of content in the platform; 0 or less: the content says
    std::size_t line = 0;
  };
  struct Setting {
    std::string key;
    std::string value;
  };

  /// Reads `file`. Throws UsageError "FILE: ..." if that cannot be read or is not XML.
  explicit PlatformXml(const std::string& file);

  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  [[nodiscard]] const std::vector<Profiled>& profiles() const noexcept { return profiles_; }
  /// What `config` sets, in the order of the file, but for what is without effect.
  [[nodiscard]] const std::vector<Setting>& settings() const noexcept { return settings_; }
  /// The settings without effect: SimGrid's tracing, which would write files, its search path, and the network's, which
  /// the experiment decides.
  [[nodiscard]] const std::vector<Setting>& ignored_settings() const noexcept { return ignored_settings_; }
  /// Whether a part of the latency of a route may belong to none of its links.
  [[nodiscard]] bool has_coordinates() const noexcept { return has_coordinates_; }

  /// Whether SimGrid is not to see the file itself: something is hidden, or the file is packed.
  [[nodiscard]] bool hides_something() const noexcept { return is_packed_ || !hidden_.empty(); }
  /// The text for SimGrid: what it is not to see is blank, line by line, so that numbers of lines stay right.
  [[nodiscard]] std::string text_for_simgrid() const;

  /// Where a file that the platform names is: relative to the platform's folder.
  [[nodiscard]] std::string path_of(const std::string& named) const;
  /// The files that it names, each once, in the order of the platform.
  [[nodiscard]] std::vector<std::string> named_files() const;
  /// The text with other names of files, by the name in the platform.
  [[nodiscard]] std::string text_with_files(const std::map<std::string, std::string>& names) const;

 private:
  class Reader;

  /// Bytes `begin` to `end - 1` of the text.
  struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  struct NamedFile {
    std::string name;
    Part value;  ///< of the attribute, without the quotes
  };

  std::string file_;
  bool is_packed_ = false;  ///< by gzip, which SimGrid does not read
  std::string text_;
  std::vector<Profiled> profiles_;
  std::vector<Setting> settings_;
  std::vector<Setting> ignored_settings_;
  std::vector<Part> hidden_;
  std::vector<NamedFile> files_;
  bool has_coordinates_ = false;
};

}  // namespace lowband
