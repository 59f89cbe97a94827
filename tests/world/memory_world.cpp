#include "tests/world/memory_world.hpp"

#include <thread>

#include "sim/world/compute_scope.hpp"

namespace lowband::test {

class MemoryWorld::MemoryWorker final : public Worker {
 public:
  MemoryWorker(MemoryWorld& world, int rank) : world_(world), rank_(rank) {}

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return static_cast<int>(world_.nodes_.size()); }
  [[nodiscard]] double now() const override { return world_.now(); }

  void compute(double /*flops*/, FunctionRef<void()> work) override {
    {
      const ComputeScope scope;
      work();
    }
    ++world_.computations_;
    yield();
  }
  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) override {
    for (std::size_t i = 0; i < count; ++i) compute(flops, [&] { work(i); });
  }
  void compute_in_parts(std::span<const double> flops, FunctionRef<void()> work,
                        FunctionRef<void(std::size_t)> after) override {
    compute(0.0, work);
    for (std::size_t i = 0; i < flops.size(); ++i) after(i);
  }
  void send(int to, Tag tag, Message message) override {
    auto& ledger = world_.traffic_.workers[static_cast<std::size_t>(rank_)];
    ++ledger.messages_sent;
    ledger.bytes_sent += message.wire_bytes();
    world_.traffic_.curve.add(now(), message.wire_bytes());
    world_.nodes_[static_cast<std::size_t>(to)].inbox[{rank_, tag}].push_back(std::move(message));
    yield();
  }
  [[nodiscard]] Message receive(int from, Tag tag) override {
    auto& messages = inbox()[{from, tag}];
    world_.wait(rank_, [&messages] { return !messages.empty(); });
    return take(messages);
  }
  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override {
    std::vector<int> senders;
    world_.wait(rank_, [&] {
      senders.clear();
      for (const auto& [key, messages] : inbox()) {
        if (key.second == tag && !messages.empty()) senders.push_back(key.first);
      }
      return !senders.empty();
    });
    const int from = senders[world_.turns_.below(static_cast<std::uint32_t>(senders.size()))];
    return {from, take(inbox()[{from, tag}])};
  }
  [[nodiscard]] Stream random(Purpose purpose, std::uint32_t step, std::uint32_t lane) const override {
    return {1, purpose, static_cast<std::uint32_t>(rank_), step, lane};
  }

 private:
  std::map<std::pair<int, Tag>, std::deque<Message>>& inbox() {
    return world_.nodes_[static_cast<std::size_t>(rank_)].inbox;
  }
  Message take(std::deque<Message>& messages) {
    Message message = std::move(messages.front());
    messages.pop_front();
    world_.traffic_.workers[static_cast<std::size_t>(rank_)].bytes_received += message.wire_bytes();
    return message;
  }
  void yield() {
    world_.wait(rank_, [] { return true; });
  }

  MemoryWorld& world_;
  int rank_;
};

void MemoryWorld::wait(int rank, std::function<bool()> is_ready) {
  std::unique_lock lock(mutex_);
  Node& node = nodes_[static_cast<std::size_t>(rank)];
  node.is_ready = std::move(is_ready);
  choose_next();
  node.turn.wait(lock, [&] { return current_ == rank || is_stopped_; });
  if (is_stopped_) throw Stopped();
}

/// Called with the lock.
void MemoryWorld::choose_next() {
  std::vector<int> ready;
  bool is_over = true;
  for (std::size_t rank = 0; rank < nodes_.size(); ++rank) {
    if (!nodes_[rank].is_ready) continue;
    is_over = false;
    if (nodes_[rank].is_ready()) ready.push_back(static_cast<int>(rank));
  }
  current_.reset();
  if (is_over) return;
  if (ready.empty()) return stop(std::make_exception_ptr(std::runtime_error("deadlock")));
  current_ = ready[turns_.below(static_cast<std::uint32_t>(ready.size()))];
  nodes_[static_cast<std::size_t>(*current_)].turn.notify_one();
}

void MemoryWorld::stop(std::exception_ptr reason) {
  if (!is_stopped_) {
    try {
      std::rethrow_exception(reason);
    } catch (const Diverged& error) {
      diverged_ = error;
    } catch (...) {
      failure_ = reason;
    }
  }
  is_stopped_ = true;
  for (Node& node : nodes_) node.turn.notify_one();
}

void MemoryWorld::run(const std::function<void(Worker&)>& program) {
  traffic_.workers.resize(nodes_.size());
  for (Node& node : nodes_) node.is_ready = [] { return true; };
  std::vector<std::thread> threads;
  for (int rank = 0; rank < static_cast<int>(nodes_.size()); ++rank) {
    threads.emplace_back([this, rank, &program] {
      Node& node = nodes_[static_cast<std::size_t>(rank)];
      try {
        {
          std::unique_lock lock(mutex_);
          node.turn.wait(lock, [&] { return current_ == rank || is_stopped_; });
          if (is_stopped_) return;
        }
        MemoryWorker worker(*this, rank);
        program(worker);
      } catch (const Stopped&) {
        return;
      } catch (...) {
        const std::unique_lock lock(mutex_);
        return stop(std::current_exception());
      }
      const std::unique_lock lock(mutex_);
      node.is_ready = nullptr;
      choose_next();
    });
  }
  {
    const std::unique_lock lock(mutex_);
    choose_next();
  }
  for (auto& thread : threads) thread.join();
  if (failure_) std::rethrow_exception(failure_);
}

std::vector<std::string> MemoryWorld::host_names() const {
  std::vector<std::string> names;
  for (std::size_t rank = 0; rank < nodes_.size(); ++rank) names.push_back("memory " + std::to_string(rank));
  return names;
}

}  // namespace lowband::test
