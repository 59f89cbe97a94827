// SPDX-License-Identifier: Apache-2.0
#include "tests/algorithms/toys.hpp"

#include "sim/algorithms/node.hpp"

namespace lowband::test {

namespace {

constexpr Tag requests = inbox_bit | 20;
constexpr Tag answers = 21;
constexpr Tag beginning = 22;

/// A message of floats, made of a vector inside Worker::compute.
Message copy_of(std::span<const float> vector) {
  return Message(std::make_shared<const FloatBuffer>(vector.begin(), vector.end()));
}

class Toy : public Algorithm {
 public:
  void parameters(Parameters& parameters) override {
    parameters_of_training(parameters);
    parameters_of_exchange(parameters);
  }
  [[nodiscard]] std::string rhythm() const override { return "never waits for all"; }
  [[nodiscard]] bool is_in_step() const override { return false; }
  [[nodiscard]] bool is_timing_independent() const override { return false; }
};

/// What the two programs of a worker share.
class Asynchronous final : public Node {
 public:
  explicit Asynchronous(int workers) : workers_(workers) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override {
    FloatBuffer& model = learner->exchanged();
    worker.run_beside([&model](Worker& beside) { answer(beside, model); });
    reporter.reached(worker, 0, learner->model(), learner->buffers());
    for (std::uint64_t step = 1;; ++step) {
      learner->steps(worker, step, step);
      Stream random = worker.random(Purpose::data, static_cast<std::uint32_t>(step), 0);
      const auto ahead = static_cast<int>(random.below(static_cast<std::uint32_t>(workers_ - 1)));
      const int peer = (worker.rank() + 1 + ahead) % workers_;
      Message own;
      worker.compute(0.0, [&] { own = copy_of(model); });
      worker.send(peer, requests, std::move(own));
      const Message theirs = worker.receive(peer, answers);
      worker.compute(1.0, [&] { average(theirs.floats(), model); });
      reporter.reached(worker, step, learner->model(), learner->buffers());
    }
  }

 private:
  static void average(std::span<const float> theirs, FloatBuffer& model) {
    for (std::size_t k = 0; k < model.size(); ++k) model[k] = 0.5F * (model[k] + theirs[k]);
  }
  static void answer(Worker& worker, FloatBuffer& model) {
    while (true) {
      const auto [from, theirs] = worker.receive_any(requests);
      Message own;
      worker.compute(1.0, [&, &message = theirs] {
        own = copy_of(model);
        average(message.floats(), model);
      });
      worker.send(from, answers, std::move(own));
    }
  }

  int workers_;
};

class ToyAsynchronous final : public Toy {
 public:
  [[nodiscard]] std::unique_ptr<const Method> prepared(const Setting& setting, const Place& /*place*/) const override {
    return std::make_unique<Ready>(setting.workers);
  }

 private:
  class Ready final : public Method {
   public:
    explicit Ready(int workers) : workers_(workers) {}
    [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override {
      std::vector<std::pair<int, int>> pairs;
      for (int from = 0; from < workers_; ++from) {
        for (int to = 0; to < workers_; ++to) {
          if (from != to) pairs.emplace_back(from, to);
        }
      }
      return pairs;
    }
    [[nodiscard]] std::unique_ptr<Node> node(int /*rank*/) const override {
      return std::make_unique<Asynchronous>(workers_);
    }

   private:
    int workers_;
  };
};

class Client final : public Node {
 public:
  explicit Client(int server) : server_(server) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override {
    FloatBuffer& model = learner->exchanged();
    FloatBuffer pulled = model;
    if (worker.rank() == 0) {  // all begin from the same model: one of them tells the server
      Message initial;
      worker.compute(0.0, [&] { initial = copy_of(model); });
      worker.send(server_, beginning, std::move(initial));
    }
    reporter.reached(worker, 0, learner->model(), learner->buffers());
    for (std::uint64_t step = 1;; ++step) {
      learner->steps(worker, step, step);
      Message change;
      worker.compute(0.0, [&] {
        for (std::size_t k = 0; k < model.size(); ++k) pulled[k] = model[k] - pulled[k];
        change = copy_of(pulled);
      });
      worker.send(server_, requests, std::move(change));
      const Message theirs = worker.receive(server_, answers);
      worker.compute(0.0, [&] {
        model.assign(theirs.floats().begin(), theirs.floats().end());
        pulled = model;
      });
      reporter.reached(worker, step, learner->model(), learner->buffers());
    }
  }

 private:
  int server_;
};

class Server final : public Node {
 public:
  void run(Worker& worker, Learner* /*none*/, Reporter& reporter) override {
    FloatBuffer model;
    const Message initial = worker.receive(0, beginning);
    worker.compute(0.0, [&] { model.assign(initial.floats().begin(), initial.floats().end()); });
    reporter.serves(worker, 0, model);
    while (true) {
      const auto [from, change] = worker.receive_any(requests);
      Message current;
      worker.compute(1.0, [&, &message = change] {
        for (std::size_t k = 0; k < model.size(); ++k) model[k] += message.floats()[k];
        current = copy_of(model);
      });
      reporter.serves(worker, 0, model);
      worker.send(from, answers, std::move(current));
    }
  }
};

class ToyServer final : public Toy {
 public:
  [[nodiscard]] std::vector<NodePlace> other_nodes(int /*workers*/) const override { return {{"server"}}; }
  [[nodiscard]] std::unique_ptr<const Method> prepared(const Setting& setting, const Place& /*place*/) const override {
    return std::make_unique<Ready>(setting.workers);
  }

 private:
  class Ready final : public Method {
   public:
    explicit Ready(int workers) : workers_(workers) {}
    [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override {
      std::vector<std::pair<int, int>> pairs;
      for (int rank = 0; rank < workers_; ++rank) {
        pairs.emplace_back(rank, workers_);
        pairs.emplace_back(workers_, rank);
      }
      return pairs;
    }
    [[nodiscard]] std::unique_ptr<Node> node(int rank) const override {
      if (rank == workers_) return std::make_unique<Server>();
      return std::make_unique<Client>(workers_);
    }

   private:
    int workers_;
  };
};

}  // namespace

const Registry<Algorithm>& toys() {
  static const Registry<Algorithm> registry(
      "algorithm", "paradigm",
      {
          {"toy-asynchronous", "workers average in pairs, and never wait for others", "",
           [] { return std::make_unique<ToyAsynchronous>(); }},
          {"toy-server", "a server adds up what workers change", "", [] { return std::make_unique<ToyServer>(); }},
      });
  return registry;
}

}  // namespace lowband::test
