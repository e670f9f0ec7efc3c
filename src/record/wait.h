#pragma once

#include <future>
#include <memory>
#include <utility>

namespace clearway::record {

template <class T, class Start>
Result<T> wait(Start&& start) {
  auto promise = std::make_shared<std::promise<Result<T>>>();
  auto answer = promise->get_future();
  start(Completion<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
  return answer.get();
}

}  // namespace clearway::record
