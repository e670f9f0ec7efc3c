#include "document/printer.h"

#include <algorithm>

#include "document/fonts.h"

namespace clearway::document {

Result<Pdf> print(const Document& document, Fonts& fonts) {
  const auto layout = lay_out(document, fonts);
  if (!layout) return layout.error();
  return write_pdf(*layout);
}

Result<std::unique_ptr<Printer>> Printer::start(unsigned threads, std::size_t queue_limit) {
  std::unique_ptr<Printer> printer(new Printer(queue_limit));
  for (unsigned i = 0; i < std::max(1U, threads); ++i) {
    auto fonts = Fonts::open();
    if (!fonts) return fonts.error();
    // The first text of a font map costs most: it is set before the first letter comes.
    for (const auto language : {Language::korean, Language::english}) Paragraph(**fonts, language, "가A1", Style{}, 0);
    printer->fonts_.push_back(std::move(fonts).value());
  }
  for (auto& fonts : printer->fonts_) {
    printer->threads_.emplace_back([made = printer.get(), own = fonts.get()] { made->serve(*own); });
  }
  return printer;
}

Printer::Printer(std::size_t queue_limit) : queue_limit_(queue_limit) {}

Printer::~Printer() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

Result<std::future<Result<Pdf>>> Printer::print(Document document) {
  Order order{std::move(document), {}};
  auto future = order.promise.get_future();
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= queue_limit_) {
      return Error{"too_many_documents_waiting", "document",
                   std::to_string(queue_.size()) + " documents wait to be printed already", "try again in a moment"};
    }
    queue_.push_back(std::move(order));
  }
  wake_.notify_one();
  return future;
}

void Printer::serve(Fonts& fonts) {
  while (true) {
    Order order;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return closing_ || !queue_.empty(); });
      if (queue_.empty()) return;
      order = std::move(queue_.front());
      queue_.pop_front();
    }
    try {
      order.promise.set_value(document::print(order.document, fonts));
    } catch (...) {
      order.promise.set_exception(std::current_exception());
    }
  }
}

}  // namespace clearway::document
