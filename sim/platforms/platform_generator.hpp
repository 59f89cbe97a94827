// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/component.hpp"
#include "sim/platforms/xml.hpp"

namespace lowband {

/// A SimGrid platform as it is written into a file.
struct GeneratedPlatform {
  std::string about;                    ///< what it is, in sentences, for the comment on top
  XmlElement network;                   ///< the outermost zone or cluster
  std::vector<std::string> warnings{};  ///< what should not go unnoticed, each a sentence
  std::vector<std::string> notes{};     ///< what is good to know, likewise
};

/// What links are called that play the same part in a kind of platform.
struct LinkNames {
  std::string pattern;  ///< a shell pattern, as scenarios take it
  std::string meaning;  ///< from where to where such a link leads
};

/// Writes a kind of platform: hosts worker-0, worker-1, ... in this order, and the links between them.
class PlatformGenerator : public Component {
 public:
  /// Throws UsageError at `place` if the parameters do not go together.
  [[nodiscard]] virtual GeneratedPlatform platform(const Place& place) const = 0;
  /// Each link of such a platform has a name of exactly one of these patterns.
  [[nodiscard]] virtual std::vector<LinkNames> link_names() const = 0;
};

[[nodiscard]] const Registry<PlatformGenerator>& platform_generators();

/// A whole platform file. `command` is the command that made it, in the syntax of the shell.
[[nodiscard]] std::string platform_file(const GeneratedPlatform& platform, const std::string& command);

}  // namespace lowband
