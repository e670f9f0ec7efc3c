#pragma once

#include <optional>
#include <string>
#include <utility>

#include "intake/batch_writer.h"
#include "intake/encoding.h"
#include "intake/problem.h"
#include "intake/source.h"
#include "intake/window.h"

namespace clearway::intake {

/// An Error of `cause` with its sentences, in the language of `options`.
Error refusal(Cause cause, std::string field, Details details, const Options& options);

/// What the readers of all formats share: the window on the file, its encoding, and how a row is refused.
class SourceBase : public Source {
 public:
  SourceBase(Window window, std::string name, Options options)
      : window_(std::move(window)), name_(std::move(name)), options_(options), encoding_(options.encoding) {}

  std::uint64_t bytes_read() const override { return window_.bytes_used(); }
  std::optional<std::uint64_t> total_bytes() const override { return window_.total_bytes(); }
  Encoding encoding() const override { return encoding_ == Encoding::automatic ? Encoding::utf8 : encoding_; }

 protected:
  Reject reject(std::uint64_t row, Problem problem, std::string raw) const {
    return {name_,
            row,
            std::move(problem.field),
            std::move(problem.value),
            problem.cause,
            std::move(problem.details),
            std::move(raw)};
  }
  Reject reject_too_long(std::uint64_t row) const {
    return reject(row, {Cause::row_too_long, {}, {}, {{"limit", std::to_string(options_.max_row_bytes)}}}, {});
  }
  /// What the window holds from `begin` on, without a last line that goes on behind it.
  std::string_view whole_lines(const char* begin) const {
    const std::string_view text(begin, static_cast<std::size_t>(window_.end() - begin));
    return window_.ended() ? text : text.substr(0, text.rfind('\n') + 1);
  }
  /// Settles the encoding, if it is still open, by a part of the file.
  void settle_encoding(std::string_view lines) {
    if (encoding_ != Encoding::automatic) return;
    if (const auto found = guess_encoding(lines)) encoding_ = *found;
  }
  Error read_failure() const {
    return refusal(Cause::file_not_readable, name_, {{"file", name_}, {"reason", window_.failure()}}, options_);
  }

  Window window_;
  const std::string name_;
  const Options options_;
  Encoding encoding_;
};

/// Settles id and procedure of a declaration whose fields have been read; the problem if it cannot stand.
std::optional<Problem> settle(declaration::Declaration& declaration,
                              const std::optional<declaration::Procedure>& otherwise);

/// Nothing if `text` is valid; else the problem that names its first broken byte.
std::optional<Problem> utf8_problem(std::string_view text);
Problem cp949_problem(std::string_view text, std::size_t broken);

std::unique_ptr<Source> open_json(Window window, const std::string& name, const Options& options);
Result<std::unique_ptr<Source>> open_csv(Window window, const std::string& name, const Options& options);

}  // namespace clearway::intake
