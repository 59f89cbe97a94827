// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/tune_record.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/json.hpp"
#include "sim/results/layout.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

namespace {

Json to_json(const Standing& standing) {
  return {{"candidate", standing.candidate},
          {"steps", standing.steps},
          {"value", std::isfinite(standing.value) ? Json(standing.value) : Json(nullptr)},
          {"runs", standing.runs},
          {"hopeful", standing.hopeful},
          {"known", standing.known}};
}

Standing standing_in(const Json& json) {
  Standing standing;
  standing.candidate = json.at("candidate").get<std::string>();
  standing.steps = json.at("steps").get<std::uint64_t>();
  standing.value =
      json.at("value").is_null() ? std::numeric_limits<double>::infinity() : json.at("value").get<double>();
  standing.runs = json.at("runs").get<std::size_t>();
  standing.hopeful = json.at("hopeful").get<std::size_t>();
  standing.known = json.at("known").get<std::size_t>();
  return standing;
}

TuneRecord::Rungs rungs_in(const Json& answer) {
  TuneRecord::Rungs rungs;
  for (const auto& rung : answer.at("rungs")) {
    auto& standings = rungs.emplace_back();
    for (const auto& standing : rung) standings.push_back(standing_in(standing));
  }
  return rungs;
}

}  // namespace

TuneRecord::TuneRecord(std::filesystem::path folder) : file_(std::move(folder) / tune_name) {
  if (!std::filesystem::exists(file_)) return;
  const Json json = read_json_file(file_.string());
  try {
    for (const auto& answer : json.at("answers")) {
      static_cast<void>(answer.at("question").size());
      static_cast<void>(rungs_in(answer));
    }
    answers_ = json.at("answers");
  } catch (const Json::exception&) {
    Place(file_.string()).fail("expected what \"lowband tune\" wrote: it is damaged, and can be removed");
  }
}

TuneRecord::Rungs TuneRecord::rungs(const Json& question) const {
  const auto is_it = [&](const Json& answer) { return answer.at("question") == question; };
  const auto found = std::find_if(answers_.begin(), answers_.end(), is_it);
  return found == answers_.end() ? Rungs() : rungs_in(*found);
}

void TuneRecord::put(const Json& question, const Rungs& rungs) {
  Json of_rungs = Json::array();
  for (const auto& rung : rungs) {
    Json standings = Json::array();
    for (const auto& standing : rung) standings.push_back(to_json(standing));
    of_rungs.push_back(std::move(standings));
  }
  Json answer = Json::object();
  answer["question"] = question;
  answer["rungs"] = std::move(of_rungs);
  const auto is_it = [&](const Json& other) { return other.at("question") == question; };
  const auto found = std::find_if(answers_.begin(), answers_.end(), is_it);
  if (found == answers_.end()) {
    answers_.push_back(std::move(answer));
  } else {
    *found = std::move(answer);
  }
  Json all = Json::object();
  all["answers"] = answers_;
  write_whole(file_, all.dump(2) + '\n');
}

}  // namespace lowband
