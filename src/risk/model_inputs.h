#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "likelihood/layout.h"
#include "risk/policy.h"
#include "risk/signals.h"

namespace clearway::risk {

/// What a name of a model's layout stands for. Numbers: number fields, facts and history signals as rules name them,
/// and `hs6_number`. Categories: fields and texts as rules name them, and the keys of parties: `party.exporter`, …
enum class InputKind : std::uint8_t { unknown, number, category };
InputKind input_kind(std::string_view name, const law::ElementCatalogue& elements);

/// Fills a model's inputs from a declaration and the history before it.
class ModelInputs {
 public:
  /// Refuses with model_names_unknown_inputs, naming them: the model was made for other declarations.
  static Result<ModelInputs> of(const likelihood::Layout& layout, const law::ElementCatalogue& elements);

  /// No allocation once `out` is warm.
  void fill(const Subject& subject, likelihood::Inputs& out) const;
  /// A category as a reader may see it; "-" where it is personal, a party, or not given.
  std::string shown(std::size_t category, const declaration::Declaration& declaration) const;

 private:
  enum class Source : std::uint8_t { field, date_field, variable, hs6_number, text_field, text_variable, party };
  struct Input {
    Source source{};
    declaration::Field field{};
    Variable variable{};
    std::uint64_t Observation::*party = nullptr;
    bool personal = false;
  };
  static Input find(std::string_view name, InputKind kind, const law::ElementCatalogue& elements);
  std::vector<Input> numbers_, categories_;
};

}  // namespace clearway::risk
