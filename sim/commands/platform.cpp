// SPDX-License-Identifier: Apache-2.0
#include "sim/commands/platform.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "sim/base/notice.hpp"
#include "sim/commands/option_value.hpp"
#include "sim/platforms/platform_generator.hpp"

namespace lowband {

namespace {

using Entry = Registry<PlatformGenerator>::Entry;
using Given = std::map<std::string, std::string>;  ///< what stands on the command line, by parameter

/// An argument as the shell takes it, and without the "?>" that would end a processing instruction.
std::string quoted(const std::string& argument) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-_./,:+@").find(c) != std::string_view::npos;
  };
  if (!argument.empty() && std::all_of(argument.begin(), argument.end(), plain)) return argument;
  std::string quoted = "'";
  for (const char c : argument) {
    if (c == '\'') {
      quoted += "'\\''";
    } else if (c == '>') {
      quoted += "'\\>'";
    } else {
      quoted += c;
    }
  }
  return quoted + '\'';
}

int write_platform(const Entry& entry, const Given& given) {
  const auto generator = entry.make();
  Parameters parameters;
  generator->parameters(parameters);
  const Place place = Place::options_of("platform " + entry.name);
  std::string command = "lowband platform " + entry.name;
  Json values = Json::object();
  for (const auto& parameter : parameters.list()) {
    const auto found = given.find(parameter.name);
    if (found == given.end()) continue;
    values[parameter.name] = option_value(found->second, parameter, place);
    command += fmt::format(" --{} {}", parameter.name, quoted(found->second));
  }
  parameters.read(values, place);
  generator->check(place);
  const GeneratedPlatform platform = generator->platform(place);
  for (const auto& warning : platform.warnings) print_warning(warning);
  for (const auto& note : platform.notes) print_note(note);
  const std::string xml = platform_file(platform, command);
  if (std::fwrite(xml.data(), 1, xml.size(), stdout) != xml.size()) {
    throw UsageError(fmt::format("standard output: cannot be written: {}", std::strerror(errno)));
  }
  return 0;
}

/// "10Mbps": the default as it would be given.
std::string shown_default(const Json& standard) {
  if (standard.is_string()) return standard.get<std::string>();
  return standard.is_null() || standard.empty() ? "" : standard.dump();
}

void add_options(CLI::App& app, const Entry& entry, Given& given) {
  Parameters parameters;
  const auto generator = entry.make();
  generator->parameters(parameters);
  for (const auto& parameter : parameters.list()) {
    const auto take = [&given, name = parameter.name](const std::string& value) { given[name] = value; };
    const std::string standard = parameter.required ? "" : shown_default(parameter.value());
    app.add_option_function<std::string>(
           "--" + parameter.name, take,
           standard.empty() ? parameter.help : fmt::format("{}; default {}", parameter.help, standard))
        ->required(parameter.required)
        ->type_name(parameter.type);
  }
}

}  // namespace

void add_platform_command(CLI::App& app, int& status) {
  auto* platform_app = app.add_subcommand("platform", "write a SimGrid platform to standard output");
  platform_app->require_subcommand(1);
  for (const auto& entry : platform_generators().entries()) {
    auto* generator_app = platform_app->add_subcommand(entry.name, entry.help);
    const auto given = std::make_shared<Given>();
    add_options(*generator_app, entry, *given);
    generator_app->callback([&entry, given, &status] { status = write_platform(entry, *given); });
  }
}

}  // namespace lowband
