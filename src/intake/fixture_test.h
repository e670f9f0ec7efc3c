#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/messages.h"
#include "intake/source.h"

// For the tests of this folder: whole files read at once, in a form that can be compared.
namespace clearway::intake {

/// A declaration with its own texts: every field that is given, items after the header as "2.brand".
struct Copied {
  std::string id;
  std::uint64_t row = 0;
  declaration::Procedure procedure{};
  std::string result;
  std::vector<std::pair<std::string, std::string>> fields;
  bool operator==(const Copied&) const = default;

  std::string at(const std::string& name) const {
    for (const auto& [key, value] : fields) {
      if (key == name) return value;
    }
    return {};
  }
};

inline Copied copied(const declaration::Declaration& declaration) {
  Copied out{std::string(declaration.declaration_id),
             declaration.source_row,
             declaration.procedure,
             std::string(declaration.examination_result),
             {}};
  for (std::size_t i = 0; i < declaration::header_field_count; ++i) {
    const auto field = static_cast<declaration::Field>(i);
    if (field == declaration::Field::procedure || declaration.text(field).empty()) continue;
    out.fields.emplace_back(declaration::name(field), declaration.text(field));
  }
  for (std::size_t item = 0; item < declaration.item_count; ++item) {
    for (std::size_t i = declaration::header_field_count; i < declaration::field_count; ++i) {
      const auto field = static_cast<declaration::Field>(i);
      if (declaration.text(field, item).empty()) continue;
      out.fields.emplace_back(std::to_string(item + 1) + "." + std::string(declaration::name(field)),
                              declaration.text(field, item));
    }
  }
  return out;
}

struct Reading {
  std::string refused;  // code of the error of `open`
  Error error;
  std::vector<Copied> declarations;
  std::vector<Reject> rejects;
  std::vector<UnknownKey> unknown;
  Encoding encoding{};

  std::vector<std::string> ids() const {
    std::vector<std::string> out;
    for (const auto& declaration : declarations) out.push_back(declaration.id);
    return out;
  }
  /// "2 broken_utf8 field", one for each reject.
  std::vector<std::string> causes() const {
    std::vector<std::string> out;
    for (const auto& reject : rejects) {
      out.push_back(std::to_string(reject.source_row) + " " + std::string(name(reject.cause)) +
                    (reject.field.empty() ? "" : " " + reject.field));
    }
    return out;
  }
};

inline Reading read_source(Result<std::unique_ptr<Source>> source) {
  Reading out;
  if (!source) {
    out.refused = source.error().code;
    out.error = source.error();
    return out;
  }
  Batch batch;
  while (*(*source)->next_batch(batch, out.rejects)) {
    for (const auto& declaration : batch.declarations()) out.declarations.push_back(copied(declaration));
  }
  out.unknown = (*source)->unknown_keys();
  out.encoding = (*source)->encoding();
  return out;
}

inline Reading read_text(std::string text, const Options& options = {}) {
  return read_source(Source::over(std::move(text), "sample", options));
}

}  // namespace clearway::intake
