#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "document/pdf.h"

namespace clearway::document {

class Fonts;

/// Lays a document out and prints it on this thread.
Result<Pdf> print(const Document& document, Fonts& fonts);

/// Threads that print, each with its own fonts, opened once. A letter takes tens of milliseconds: whoever serves
/// requests hands it over and does not wait on a thread that serves connections.
class Printer {
 public:
  /// Error letter_fonts_not_found.
  static Result<std::unique_ptr<Printer>> start(unsigned threads, std::size_t queue_limit);
  ~Printer();  // prints what waits
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  /// The document's PDF when it is printed, or its error. Error too_many_documents_waiting where the queue is full.
  Result<std::future<Result<Pdf>>> print(Document document);

 private:
  struct Order {
    Document document;
    std::promise<Result<Pdf>> promise;
  };
  explicit Printer(std::size_t queue_limit);
  void serve(Fonts& fonts);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Order> queue_;
  std::size_t queue_limit_;
  bool closing_ = false;
  std::vector<std::unique_ptr<Fonts>> fonts_;
  std::vector<std::thread> threads_;
};

}  // namespace clearway::document
