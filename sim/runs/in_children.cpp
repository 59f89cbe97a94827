// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/in_children.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <system_error>

#include "sim/engine/forked.hpp"

namespace lowband {

namespace {

constexpr std::chrono::milliseconds look_every(200);

struct Running {
  std::size_t number = 0;
  std::unique_ptr<Child> child;
};

/// Waits for a while until some of `running` have said something.
std::vector<pollfd> await_some(const std::vector<Running>& running) {
  std::vector<pollfd> answers;
  for (const auto& one : running) answers.push_back({one.child->descriptor(), POLLIN, 0});
  const int ready = ::poll(answers.data(), answers.size(), static_cast<int>(look_every.count()));
  if (ready < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
  if (ready <= 0) answers.assign(running.size(), {});
  return answers;
}

}  // namespace

std::vector<std::string> in_children(std::size_t count, int jobs, const std::function<std::string(std::size_t)>& work,
                                     const std::function<void(std::size_t)>& look) {
  std::vector<std::string> results(count);
  std::vector<Running> running;
  std::size_t begun = 0;
  std::size_t over = 0;
  auto looked = std::chrono::steady_clock::now();
  while (over < count) {
    for (; begun < count && running.size() < static_cast<std::size_t>(jobs); ++begun) {
      running.push_back({begun, std::make_unique<Child>([&work, number = begun] { return work(number); })});
    }
    const auto answers = await_some(running);
    for (std::size_t i = 0; i < running.size(); ++i) {
      if (answers[i].revents == 0 || !running[i].child->take()) continue;
      results[running[i].number] = running[i].child->result();
      running[i].child.reset();
      ++over;
    }
    std::erase_if(running, [](const Running& one) { return one.child == nullptr; });
    if (const auto now = std::chrono::steady_clock::now(); now - looked >= look_every) {
      look(over);
      looked = now;
    }
  }
  return results;
}

}  // namespace lowband
