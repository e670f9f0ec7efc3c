#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "assessment/assessor.h"
#include "detection/filed.h"
#include "detection/sample.h"

namespace clearway::detection {

/// Natural logarithm in millionths, so that what rests on it compares as whole numbers.
std::int64_t logarithm(double value);

/// A price of one kilogram (or of one unit where goods are not weighed), in won, as a logarithm.
struct Price {
  std::uint64_t rank = 0;   // of the row
  std::uint64_t party = 0;  // hash
  std::int32_t day = 0;
  std::int64_t log = 0;
  bool freight_included = false;  // by the trade term
  void join(const Price&) {}
};

/// One firm among comparable firms, with whether it ever did something, or the class it declared.
struct FirmHabit {
  std::uint64_t rank = 0;  // hash of the firm
  std::uint64_t code = 0;
  bool did = false;
  void join(const FirmHabit& other) {
    did = did || other.did;
    code = code < other.code ? code : other.code;
  }
};

/// A share of the price in millionths, e.g. of a royalty.
struct Ratio {
  std::uint64_t rank = 0;
  std::int64_t ppm = 0;
  void join(const Ratio&) {}
};

using Prices = LowestRanks<Price, 64>;
using OwnPrices = LowestRanks<Price, 24>;
using Firms = LowestRanks<FirmHabit, 48>;
using Ratios = LowestRanks<Ratio, 16>;

/// What a firm usually declares of the goods of one seller.
struct Habits {
  std::int64_t declarations = 0, with_royalty = 0, with_assist = 0;
  std::int64_t outside = 0, insured = 0;  // trade terms that leave the insurance out; of those, insured
  Ratios royalty, assist, insurance, freight;
  struct Currency {
    std::array<char, 3> code{};
    std::int64_t count = 0;
  };
  std::vector<Currency> currencies;
};

/// Classes that a firm gave one of its items.
struct Classes {
  struct Count {
    std::uint64_t code = 0;
    std::int64_t lines = 0;
  };
  std::vector<Count> codes;
};

/// Weight of one unit of an item.
using Weights = LowestRanks<Price, 16>;

struct Refunds {
  Date on;                  // the earliest declaration that claims by it
  std::uint64_t first = 0;  // hash of that claim
  std::int64_t claims = 0;
};

/// Where a row stands in the tables, worked out once.
struct RowKeys {
  std::uint64_t party = 0, row = 0, seller = 0;  // seller: of the firm and the seller
  std::uint64_t product = 0, product_origin = 0, own_product = 0, heading = 0, description = 0, item = 0;
  std::optional<std::int64_t> price;   // logarithm
  std::optional<std::int64_t> weight;  // logarithm of the kilograms of one unit
};

/// What is known of all declarations, the one that is looked at included: what is usual for a firm and for others.
/// Memory is bounded by the number of cells; the same declarations in any order give the same figures unless cells ran
/// out.
class History {
 public:
  /// `most_cells` of each table.
  History(const assessment::Assessor& assessor, std::size_t most_cells);

  void add(const Filed& filed);

  RowKeys keys(const Filed& filed, const assessment::Line& line) const;
  static std::uint64_t party_key(const Filed& filed);
  static std::uint64_t seller_key(const Filed& filed);
  static std::uint64_t declaration_key(const Filed& filed);
  static std::uint64_t export_key(std::string_view export_number);
  static std::uint64_t claim_key(const Filed& filed, const RefundClaim& claim);
  /// Sum of the elements of the kinds, of the declaration and its lines, in won.
  std::int64_t sum_won(const Filed& filed, std::initializer_list<assessment::PriceElement> kinds) const;
  std::int64_t price_won(const Filed& filed) const;
  /// What the trade term of the declaration says; null for a term that is not known.
  const assessment::TermRule* term(const Filed& filed) const;

  const Prices* product(const RowKeys& keys) const { return products_.find(keys.product); }
  const Prices* product_origin(const RowKeys& keys) const { return products_.find(keys.product_origin); }
  const OwnPrices* own(const RowKeys& keys) const { return own_.find(keys.own_product); }
  const Habits* habits(std::uint64_t seller) const { return habits_.find(seller); }
  const Ratios* freight_from(std::string_view country) const;
  const Firms* royalties(const RowKeys& keys) const { return royalties_.find(keys.heading); }
  const Firms* described(const RowKeys& keys) const { return described_.find(keys.description); }
  const Classes* classes(const RowKeys& keys) const { return classes_.find(keys.item); }
  const Weights* weights(const RowKeys& keys) const { return weights_.find(keys.item); }
  const Refunds* refunds(std::uint64_t export_key) const { return refunds_.find(export_key); }

  std::uint64_t declarations() const { return declarations_; }
  std::uint64_t lines() const { return lines_; }
  /// Rows of which a table kept nothing, because all its cells were taken.
  std::uint64_t left_out() const;

 private:
  void add_habits(const Filed& filed);
  const assessment::Assessor& assessor_;
  std::uint64_t declarations_ = 0, lines_ = 0;
  Cells<Prices> products_;
  Cells<OwnPrices> own_;
  Cells<Habits> habits_;
  Cells<Ratios> freight_;
  Cells<Firms> royalties_, described_;
  Cells<Classes> classes_;
  Cells<Weights> weights_;
  Cells<Refunds> refunds_;
};

}  // namespace clearway::detection
