#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace clearway {

/// What a user got wrong, or what the environment refused. `code` is stable and reads as a sentence in snake_case;
/// `detail` says what was found, `fix` what would put it right. Bugs are exceptions, never an Error.
struct Error {
  std::string code;
  std::string field;
  std::string detail;
  std::string fix;
};

/// A value or an Error. Asking a failed result for its value is a bug and throws std::logic_error.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  bool ok() const { return state_.index() == 0; }

  const T& value() const& { return require(), std::get<0>(state_); }
  T& value() & { return require(), std::get<0>(state_); }
  T&& value() && { return require(), std::get<0>(std::move(state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Error& error() const {
    if (ok()) throw std::logic_error("Result: error() of a success");
    return std::get<1>(state_);
  }

 private:
  void require() const {
    if (!ok()) throw std::logic_error("Result: value() of a failure: " + std::get<1>(state_).detail);
  }
  std::variant<T, Error> state_;
};

struct Nothing {};
using Status = Result<Nothing>;
inline Status success() { return Nothing{}; }

}  // namespace clearway
