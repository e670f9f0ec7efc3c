#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace clearway::http {

/// Threads for what may block: queries, statistics, passwords. The threads that serve connections never wait for them.
class WorkerPool {
 public:
  explicit WorkerPool(unsigned threads, std::size_t queue_limit = 10'000);
  ~WorkerPool();  // finishes what is queued
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False if too much is waiting already.
  bool run(std::function<void()> work);
  std::size_t queue_length() const;

 private:
  void serve();
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  std::size_t queue_limit_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace clearway::http
