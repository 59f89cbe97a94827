// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/tournament.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lowband {

namespace {

std::vector<Candidate*> all_of(Tournament& tournament) {
  std::vector<Candidate*> all;
  for (auto& candidate : tournament.candidates) all.push_back(&candidate);
  return all;
}

/// The first `count` of them in the order of `standings`; the others are out, and their children no more.
std::vector<Candidate*> kept(const std::vector<Candidate*>& candidates, const std::vector<Standing>& standings,
                             std::size_t count) {
  std::vector<Candidate*> best;
  for (auto* candidate : candidates) {
    const auto is_it = [&](const Standing& standing) { return standing.candidate == candidate->name; };
    const auto rank = std::find_if(standings.begin(), standings.end(), is_it) - standings.begin();
    if (static_cast<std::size_t>(rank) < count) {
      best.push_back(candidate);
    } else {
      for (auto& contender : candidate->contenders) contender.leave();
    }
  }
  return best;
}

std::vector<Standing> standings_of(const std::vector<Candidate*>& candidates, const Rung& rung,
                                   const Criterion& criterion) {
  std::vector<Standing> standings;
  for (const auto* candidate : candidates) {
    std::vector<Outlook> outlooks;
    for (const auto& contender : candidate->contenders) {
      outlooks.push_back(outlook_of(contender.rows, contender.has_diverged || contender.has_failed, criterion));
    }
    standings.push_back(standing_of(candidate->name, rung.steps, outlooks));
  }
  return standings;
}

bool has_failed(const std::vector<Candidate*>& candidates) {
  return std::any_of(candidates.begin(), candidates.end(), [](const Candidate* candidate) {
    const auto& contenders = candidate->contenders;
    return std::any_of(contenders.begin(), contenders.end(), [](const auto& each) { return each.has_failed; });
  });
}

}  // namespace

TuneRecord::Rungs hold(Tournament& tournament, RungLoop& loop, TuneRecord& record,
                       const std::function<void()>& after_rung) {
  const auto& rungs = tournament.rungs;
  const TuneRecord::Rungs known = record.rungs(tournament.question);
  TuneRecord::Rungs done;
  auto candidates = all_of(tournament);
  bool is_sound = true;  // no run has failed, of which more would be known if all was done again
  for (std::size_t r = 0; r < rungs.size(); ++r) {
    const bool is_last = r + 1 == rungs.size();
    if (!is_last && r < known.size()) {
      done.push_back(known[r]);
    } else {
      std::vector<Contender*> contenders;
      for (auto* candidate : candidates) {
        for (auto& contender : candidate->contenders) contenders.push_back(&contender);
      }
      loop.bring(contenders, rungs[r].steps, fmt::format("{} rung {}/{}", tournament.label, r + 1, rungs.size()));
      done.push_back(ranked(standings_of(candidates, rungs[r], tournament.criterion), is_last));
      is_sound = is_sound && !has_failed(candidates);
      if (is_sound && done.size() > known.size()) record.put(tournament.question, done);
    }
    candidates = kept(candidates, done.back(), is_last ? 0 : rungs[r + 1].candidates);
    after_rung();
  }
  return done;
}

}  // namespace lowband
