#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/explained.h"
#include "base/messages.h"
#include "law/law.h"

namespace clearway::home {

/// What a matter is; its page follows from it.
enum class Kind : std::uint8_t {
  notice,
  payment,
  refund,
  programme,
  ruling,
  declaration,
  import_declaration,
  debt,
  plan
};
inline constexpr std::array<std::string_view, 9> kind_names = {
    "notice", "payment", "refund", "programme", "ruling", "declaration", "import_declaration", "debt", "plan"};
inline std::string_view name(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

enum class Side : std::uint8_t { firm, customs };
inline std::string_view name(Side side) { return side == Side::firm ? "firm" : "customs"; }

/// One open matter of a firm. `amount_krw` is what it is about; for a refund, what comes back.
struct Item {
  Kind kind = Kind::notice;
  std::string id;  // "<party>.<matter>", as its page has it
  Text title;      // what it is about
  Text state;      // where it stands
  Side turn = Side::firm;
  std::optional<Date> due;
  std::int64_t amount_krw = 0;
};

/// A correction that was filed: `tax_krw` more tax, and what was borne beside it after relief.
struct Corrected {
  Date on;
  bool of_its_own_accord = false;  // before customs asked
  std::int64_t tax_krw = 0, penalty_krw = 0;
};

/// What the record knows of a firm.
struct Known {
  std::vector<Item> open;
  std::vector<Corrected> corrected;
  std::vector<Date> explained;    // explanations that were accepted, by the day
  std::vector<Date> paid;         // payment orders, by the day of issue
  std::vector<Date> declared;     // import declarations
  std::vector<Date> asked_about;  // those of them that a notice asked about
  std::vector<std::int64_t> settled_years;
};

/// Something that went well, as a sentence with the figures it rests on.
struct Good {
  std::string name;
  Step step;
};

struct Money {
  std::int64_t to_pay_krw = 0;       // payment orders and debts
  std::int64_t in_question_krw = 0;  // what notices ask about
  std::int64_t to_receive_krw = 0;   // refunds
};

struct Home {
  std::vector<Item> to_do;    // the firm's turn: by deadline, the larger amount first on the same day
  std::vector<Item> waiting;  // customs' turn, in the same order
  std::size_t overdue = 0;    // of to_do
  Money money;
  std::vector<Good> good;  // of the twelve months before `today`
};

/// The home page of a firm. Pure.
Home home_of(const law::Law& law, const Messages& messages, const Known& known, Date today);

}  // namespace clearway::home
