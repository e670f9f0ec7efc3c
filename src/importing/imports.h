#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessor.h"
#include "base/result.h"
#include "detection/filed.h"
#include "detection/history.h"
#include "record/matters.h"

namespace clearway::importing {

/// The kind of case file that an import declaration is.
inline constexpr std::string_view matter_kind = "import_declaration";
inline constexpr std::string_view accepted = "accepted", amended = "amended";  // its states

/// That another declaration was put in place of the one before, and why.
struct Amendment {
  Date on;
  std::string reason;  // in the words of the firm
};

/// A declaration as kept, with what its assessment came to when it was lodged or last amended.
struct Kept {
  record::Matter matter;
  detection::Filed filed;
  std::string digest;  // of the figures, 64 hexadecimal digits
  std::string law_version, tariff_version;
  std::int64_t customs_value = 0, assessed = 0, payable = 0;  // won
  std::vector<Amendment> amendments;                          // oldest first; one for each step `amended`
};

/// A declaration assessed again.
struct Recomputed {
  assessment::Assessment answer;
  std::string figures;                                 // canonical JSON, over which the digest is taken
  bool same = false;                                   // to the byte what was kept
  bool law_is_other = false, tariff_is_other = false;  // why it may differ
};

/// Import declarations as case files: one a declaration, each step a record of the chain.
class Imports {
 public:
  /// All must outlive it.
  Imports(record::Store& store, const assessment::Assessor& assessor) : matters_(store), assessor_(&assessor) {}

  /// Opens the file of a declaration. Its declaration_id, made by the program, becomes the id of the file. Errors:
  /// declaration_cannot_be_assessed (its first problem in `field` and `detail`), already_exists, and those of
  /// Matters::step. A repetition of the request answers with the file as it stands.
  void lodge(const detection::Filed& filed, const record::Origin& origin,
             record::Completion<std::vector<record::Matter>> done);
  /// Puts another declaration in place of the one kept; the steps keep both digests, the file the reason. The version
  /// of `before.matter` is the one it was read at. Errors: not_found, version_is_not_current,
  /// party_keeps_its_declaration, declaration_cannot_be_assessed.
  void amend(const Kept& before, const detection::Filed& after, const Amendment& amendment,
             const record::Origin& origin, record::Completion<std::vector<record::Matter>> done);
  /// Whether the same amendment was taken under this request before.
  Result<bool> was_amended(const Kept& before, const detection::Filed& after, const Amendment& amendment,
                           const record::Origin& origin) const;

  Result<std::optional<Kept>> find(std::string_view party_id, std::string_view declaration_id) const;
  Result<record::MatterPage> search(record::MatterSearch search) const;
  Result<std::vector<record::MatterEvent>> steps(const Kept& kept) const { return matters_.history(kept.matter); }
  /// Every declaration in turn; a file that cannot be read ends it with body_is_not_readable.
  Status each(const std::function<bool(const Kept&)>& visit) const;

  Recomputed recompute(const Kept& kept) const;

  /// Error body_is_not_readable.
  static Result<Kept> read(record::Matter matter);

 private:
  Result<record::Matter> file_of(const detection::Filed& filed, const std::vector<Amendment>& amendments) const;
  record::Matters matters_;
  const assessment::Assessor* assessor_;
};

/// The figures of an assessment without its sentences: what must come out again from the same declaration, law, tariff
/// and rates. The same figures give the same bytes.
std::string figures_of(const assessment::Assessment& answer);

}  // namespace clearway::importing
