// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/message_size.hpp"

namespace lowband {

/// A part of a synchronisation: messages of one size, one for each of these pairs of nodes, under way at the same time,
/// and what is computed for them. Its time follows from the platform (PhaseClock).
struct Phase {
  std::vector<std::pair<int, int>> pairs{};  ///< (from, to)
  /// Where those are drawn anew in each round, what they are drawn from, all equally often; empty: they are not drawn.
  std::vector<std::pair<int, int>> drawn_from{};
  MessageSize size{};  ///< of a message; where they differ, their mean
  /// 0: the phase is over for all when all messages have arrived. Else the pairs are rings of so many nodes, listed one
  /// ring after the other, and messages are passed on around them, `hops` of each, by nodes of which each waits for the
  /// one before it alone.
  int ring = 0;
  int hops = 1;                 ///< of each pair's messages, around rings; else 1, or 0 for one that nobody waits for
  double sender_flops = 0.0;    ///< of every sender, before the first hop
  double hop_flops = 0.0;       ///< of every receiver, after each hop
  double receiver_flops = 0.0;  ///< of every receiver, after the last one
  /// Of the first phase of a round: every sender begins when its own local steps are over, whether or not others still
  /// take theirs; else when the slowest has taken its.
  bool begins_apart = false;
};

/// What a method says of a synchronisation, from which its time follows without simulating it: a model like that of
/// Alqahtani & Demirbas 2019 (arXiv:1909.02061) for servers, peers and rings. The equations, in M workers, S bytes of a
/// whole vector in the form in which it travels, latency l and bandwidth B of the routes, are those of the collectives'
/// own sources, or follow from who sends what at a time; each is stated where its phases are made.
struct ClosedForm {
  std::string equation{};        ///< for people, on links that are all alike; "" if there is no closed form
  std::vector<Phase> phases{};   ///< one after the other
  std::size_t turns = 1;         ///< phases are those of so many synchronisations, as many in each
  std::vector<Phase> opening{};  ///< once in a run, before the first synchronisation
  /// Once in a run: messages that leave as it begins, and that nobody waits for, so that the first local steps go on
  /// meanwhile; but the first phase, which then begins apart, shares their links.
  std::vector<Phase> beside_first{};
  std::vector<Phase> closing{};  ///< once in a run, after the last one
  /// Whose exchange this is, alone, where every worker goes at its own pace; none: of all together.
  std::optional<int> worker{};
  std::optional<int> participants{};  ///< so many workers take part in each; none: all
  std::string condition{};            ///< under which it holds, "" for none; or why there is no closed form

  [[nodiscard]] static ClosedForm none(std::string why) {
    ClosedForm form;
    form.condition = std::move(why);
    return form;
  }
};

}  // namespace lowband
