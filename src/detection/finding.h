#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "assessment/assessment.h"
#include "assessment/import_declaration.h"
#include "base/text.h"

namespace clearway::detection {

/// One row that a finding rests on: a value of this declaration, of an earlier one, or of comparable firms (then
/// without a declaration, so that no other firm is named).
struct EvidenceRow {
  std::string declaration_id;  // empty: a figure over many
  std::uint32_t line = 0;      // number of the line; 0: the declaration
  Text what;                   // "price of one kilogram"
  Text value;                  // as declared or computed, with its unit
  Text usual;                  // what would be usual; empty: nothing to hold it against
};

/// By how much a tax of a line would change, in won. More is owed where `krw` is positive.
struct TaxDifference {
  std::uint32_t line = 0;  // 0: a penalty of the whole declaration
  assessment::TaxKind kind = assessment::TaxKind::duty;
  std::int64_t krw = 0;
  friend bool operator==(const TaxDifference&, const TaxDifference&) = default;
};

/// How many comparable firms show the same. Comparable: the same product, of the same origin where enough are.
struct PeerRate {
  std::int64_t firms = 0, with_the_same = 0;
};

/// A possible error in a declaration: a question with its reasons, not a decision. Pure data; the same declarations
/// give the same findings in the same order.
struct Finding {
  std::string detector;  // of policy/detection.yaml: "freight_left_out"
  std::string party_id;  // the importer
  std::string declaration_id;
  std::string pattern;  // what makes another finding the same question again: "seller S-7, 6403"; an accepted
                        // explanation of (detector, party_id, pattern) silences it
  std::vector<std::uint32_t> lines;  // numbers, ascending; empty: the declaration as a whole
  std::int64_t confidence_ppm = 0;   // 0 to 1 million
  std::vector<EvidenceRow> evidence;
  std::vector<TaxDifference> proposed;                     // empty: nothing to correct is known, a question only
  std::optional<assessment::ImportDeclaration> corrected;  // the declaration that `proposed` was assessed from
  Text why;
  std::vector<std::string> cites;  // articles, keys of law/sources.yaml
  std::vector<Text> would_clear;   // what the firm can show so that this is closed
  std::optional<PeerRate> peers;

  /// What the proposed correction comes to; less than zero: tax to be given back.
  std::int64_t difference_krw() const {
    std::int64_t sum = 0;
    for (const auto& each : proposed) sum += each.krw;
    return sum;
  }
};

}  // namespace clearway::detection
