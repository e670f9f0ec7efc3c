#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment.h"
#include "assessment/import_declaration.h"

namespace clearway::detection {

// An import declaration as it was filed, with what else the firm said of it and what customs learnt. Names of the enums
// are the words of the JSON form and are stored: never renumber.

/// What the firm says of the goods of a line, beside the declaration.
struct Goods {
  std::uint32_t line = 0;
  std::string item;                        // the firm's own code of the product; empty: none
  bool trade_mark = false;                 // sold under a trade mark
  std::vector<std::string> confirmations;  // numbers of permits and confirmations shown (Act 226)
  friend bool operator==(const Goods&, const Goods&) = default;
};

/// What the issuer or holder said when a proof of origin was checked.
enum class ProofCheck : std::uint8_t { none, confirmed, not_found, refuted };
inline constexpr std::array<std::string_view, 4> proof_check_names = {"none", "confirmed", "not_found", "refuted"};

/// What became of goods that were relieved.
enum class ReliefUse : std::uint8_t { none, as_approved, other_use, disposed, re_exported };
inline constexpr std::array<std::string_view, 5> relief_use_names = {"none", "as_approved", "other_use", "disposed",
                                                                     "re_exported"};

/// What customs knows of a line.
struct KnownLine {
  std::uint32_t line = 0;
  std::optional<Decimal> landed_quantity;  // of the warehouse or the examination, in the unit of the line
  ProofCheck proof_check = ProofCheck::none;
  ReliefUse relief_use = ReliefUse::none;
  std::optional<Date> relief_used_on;
  friend bool operator==(const KnownLine&, const KnownLine&) = default;
};

/// A claim to give duty back (drawback or refund) of part of a line.
struct RefundClaim {
  std::string claim_id;
  std::uint32_t line = 0;
  Decimal quantity;
  std::string export_number;  // the export it rests on, with its line; empty: none
  std::int64_t krw = 0;
  friend bool operator==(const RefundClaim&, const RefundClaim&) = default;
};

/// A tax of a line as the firm declared and paid it.
struct Paid {
  std::uint32_t line = 0;
  assessment::TaxKind kind = assessment::TaxKind::duty;
  std::int64_t krw = 0;
  friend bool operator==(const Paid&, const Paid&) = default;
};

struct Filed {
  std::string declaration_id, party_id;
  std::string seller;  // code of the seller, no personal data; empty: not known
  bool seller_related = false, seller_is_licensor = false;
  bool materials_sent = false;  // the firm sent materials, moulds or designs to the seller free of charge
  assessment::ImportDeclaration declaration;
  std::string customs_office;              // where it was declared; empty: not known
  std::optional<Date> accepted_on, paid_on;  // of the declaration and of its taxes; nothing: not known
  std::vector<Goods> goods;
  std::vector<Paid> paid;                        // empty: what the assessment of the declaration comes to
  std::optional<Decimal> bill_of_lading_weight;  // kg, gross, of the whole
  std::vector<KnownLine> known;
  std::vector<RefundClaim> refund_claims;
  friend bool operator==(const Filed&, const Filed&) = default;

  const Goods* goods_of(std::uint32_t line) const { return of(goods, line); }
  const KnownLine* known_of(std::uint32_t line) const { return of(known, line); }

 private:
  template <class Rows>
  static const typename Rows::value_type* of(const Rows& rows, std::uint32_t line) {
    for (const auto& row : rows) {
      if (row.line == line) return &row;
    }
    return nullptr;
  }
};

}  // namespace clearway::detection
