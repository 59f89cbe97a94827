// SPDX-License-Identifier: Apache-2.0
#include "tests/world/memory_world.hpp"

#include <algorithm>

#include "sim/world/compute_scope.hpp"

namespace lowband::test {

class MemoryWorld::MemoryWorker final : public Worker {
 public:
  MemoryWorker(MemoryWorld& world, Program& program, int rank, bool is_beside)
      : world_(world), program_(program), rank_(rank), is_beside_(is_beside) {}

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return static_cast<int>(world_.inboxes_.size()); }
  [[nodiscard]] double now() const override { return world_.now(); }

  void compute(double /*flops*/, FunctionRef<void()> work) override {
    {
      const ComputeScope scope;
      work();
    }
    world_.now_s_ += 1.0;
    yield();
  }
  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) override {
    for (std::size_t i = 0; i < count; ++i) compute(flops, [&] { work(i); });
  }
  void compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> work,
                        FunctionRef<void(std::size_t)> after) override {
    compute(0.0, [&] { work([](std::size_t /*part*/) {}); });
    for (std::size_t i = 0; i < flops.size(); ++i) after(i);
  }
  void send(int to, Tag tag, Message message) override {
    auto& ledger = world_.traffic_.nodes[static_cast<std::size_t>(rank_)];
    ++ledger.messages_sent;
    ledger.bytes_sent += message.wire_bytes();
    world_.traffic_.curve.add(now(), message.wire_bytes());
    world_.inboxes_[static_cast<std::size_t>(to)][{rank_, tag}].push_back(std::move(message));
    yield();
  }
  [[nodiscard]] Message receive(int from, Tag tag) override {
    return receive_until(from, tag, std::numeric_limits<double>::infinity()).value();
  }
  [[nodiscard]] std::optional<Message> receive_until(int from, Tag tag, double deadline) override {
    auto& messages = inbox()[{from, tag}];
    world_.wait(
        program_, [&messages] { return !messages.empty(); }, deadline);
    return messages.empty() ? std::nullopt : std::optional(take(messages));
  }
  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override {
    return receive_any_until(tag, std::numeric_limits<double>::infinity()).value();
  }
  [[nodiscard]] std::optional<std::pair<int, Message>> receive_any_until(Tag tag, double deadline) override {
    std::vector<int> senders;
    const auto look = [&] {
      senders.clear();
      for (const auto& [key, messages] : inbox()) {
        if (key.second == tag && !messages.empty()) senders.push_back(key.first);
      }
      return !senders.empty();
    };
    world_.wait(program_, look, deadline);
    if (!look()) return std::nullopt;
    const int from = senders[world_.turns_.below(static_cast<std::uint32_t>(senders.size()))];
    return std::pair(from, take(inbox()[{from, tag}]));
  }
  void sleep_until(double time) override {
    world_.wait(
        program_, [] { return false; }, time);
  }
  void await(FunctionRef<bool()> holds) override { world_.wait(program_, holds); }
  void notify() override {}  // all are asked whenever one gives its turn away
  void run_beside(std::function<void(Worker&)> program) override { world_.begin(rank_, true, std::move(program)); }
  [[nodiscard]] Stream random_of(int rank, Purpose purpose, std::uint32_t step, std::uint32_t lane) const override {
    return {1, purpose, static_cast<std::uint32_t>(rank), step, lane};
  }
  [[nodiscard]] double available_from(int /*rank*/) const override { return now(); }

  /// Whether the run is over when its program is.
  [[nodiscard]] bool is_first_of_worker() const { return !is_beside_ && rank_ < world_.workers_; }

 private:
  Messages& inbox() { return world_.inboxes_[static_cast<std::size_t>(rank_)]; }
  Message take(std::deque<Message>& messages) {
    Message message = std::move(messages.front());
    messages.pop_front();
    world_.traffic_.nodes[static_cast<std::size_t>(rank_)].bytes_received += message.wire_bytes();
    return message;
  }
  void yield() {
    world_.wait(program_, [] { return true; });
  }

  MemoryWorld& world_;
  Program& program_;
  int rank_;
  bool is_beside_;
};

void MemoryWorld::wait(Program& program, std::function<bool()> is_ready, double until_s) {
  std::unique_lock lock(mutex_);
  program.is_ready = std::move(is_ready);
  program.until_s = until_s;
  choose_next();
  program.turn.wait(lock, [&] { return current_ == &program || is_stopped_; });
  if (is_stopped_) throw Stopped();
}

/// Called with the lock.
void MemoryWorld::choose_next() {
  std::vector<Program*> ready;
  double earliest_s = std::numeric_limits<double>::infinity();
  bool is_over = true;
  for (Program& program : programs_) {
    if (!program.is_ready) continue;
    is_over = false;
    earliest_s = std::min(earliest_s, program.until_s);
    if (program.until_s <= now_s_ || program.is_ready()) ready.push_back(&program);
  }
  current_ = nullptr;
  if (is_over) return stop(nullptr);
  if (ready.empty() && earliest_s < std::numeric_limits<double>::infinity()) {
    now_s_ = earliest_s;
    return choose_next();
  }
  if (ready.empty()) return stop(std::make_exception_ptr(std::runtime_error("deadlock")));
  current_ = ready[turns_.below(static_cast<std::uint32_t>(ready.size()))];
  current_->turn.notify_one();
}

/// Called with the lock.
void MemoryWorld::stop(std::exception_ptr reason) {
  if (!is_stopped_ && reason) {
    try {
      std::rethrow_exception(reason);
    } catch (const RunIsOver&) {
    } catch (const Diverged& error) {
      diverged_ = error;
    } catch (...) {
      failure_ = reason;
    }
  }
  is_stopped_ = true;
  stopped_.notify_one();
  for (Program& program : programs_) program.turn.notify_one();
}

/// Called by who has the turn, or before anybody has it.
void MemoryWorld::begin(int rank, bool is_beside, std::function<void(Worker&)> what) {
  Program& begun = programs_.emplace_back();
  begun.is_ready = [] { return true; };
  begun.until_s = std::numeric_limits<double>::infinity();
  begun.thread = std::thread([this, &begun, rank, is_beside, what = std::move(what)] {
    MemoryWorker worker(*this, begun, rank, is_beside);
    try {
      {
        std::unique_lock lock(mutex_);
        begun.turn.wait(lock, [&] { return current_ == &begun || is_stopped_; });
        if (is_stopped_) return;
      }
      what(worker);
    } catch (const Stopped&) {
      return;
    } catch (...) {
      const std::unique_lock lock(mutex_);
      return stop(std::current_exception());
    }
    const std::unique_lock lock(mutex_);
    begun.is_ready = nullptr;
    if (worker.is_first_of_worker() && --at_work_ == 0) return stop(nullptr);
    choose_next();
  });
}

void MemoryWorld::run(const std::function<void(Worker&)>& program) {
  traffic_.nodes.resize(inboxes_.size());
  at_work_ = workers_;
  {
    std::unique_lock lock(mutex_);
    for (int rank = 0; rank < static_cast<int>(inboxes_.size()); ++rank) begin(rank, false, program);
    choose_next();
    stopped_.wait(lock, [this] { return is_stopped_; });
  }
  for (Program& begun : programs_) begun.thread.join();
  if (failure_) std::rethrow_exception(failure_);
}

std::vector<std::string> MemoryWorld::host_names() const {
  std::vector<std::string> names;
  for (std::size_t rank = 0; rank < inboxes_.size(); ++rank) names.push_back("memory " + std::to_string(rank));
  return names;
}

}  // namespace lowband::test
