#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/explained.h"
#include "base/messages.h"
#include "declaration/declaration.h"
#include "declaration/facts.h"

namespace clearway::law {
class Law;
class ElementCatalogue;
}  // namespace clearway::law

namespace clearway::clearance {

using declaration::Procedure;

/// What a trader may want from an export beyond getting it out. Names as in the statement `wants`.
enum class Want : std::uint8_t { certificate, drawback, reimport_relief, export_record, zero_rating, speed };
inline constexpr std::array<std::string_view, 6> want_names = {"certificate",   "drawback",    "reimport_relief",
                                                               "export_record", "zero_rating", "speed"};
class Wants {
 public:
  constexpr Wants() = default;
  constexpr Wants& add(Want want) { return bits_ = static_cast<std::uint8_t>(bits_ | bit(want)), *this; }
  constexpr bool has(Want want) const { return (bits_ & bit(want)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint8_t bits() const { return bits_; }
  /// "certificate, drawback" (comma or blank between); `unknown` receives the first word that is none of them.
  static Wants parse(std::string_view text, std::string_view* unknown = nullptr);

 private:
  static constexpr std::uint8_t bit(Want want) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(want)); }
  std::uint8_t bits_ = 0;
};

/// Goods that may leave on the manifest whatever they are worth (Export Notice 36(1)).
enum class SpecialCategory : std::uint8_t {
  none,
  remains,
  diplomatic,
  foreign_ministry,
  head_of_state,
  press,
  documents,
  tourist_purchase
};
inline constexpr std::array<std::string_view, 8> special_category_names = {
    "none", "remains", "diplomatic", "foreign_ministry", "head_of_state", "press", "documents", "tourist_purchase"};
std::optional<SpecialCategory> parse_special_category(std::string_view text);
std::string_view name(SpecialCategory category);

/// All that the choice of the procedure depends on. Views must live as long as the case.
struct ProcedureCase {
  Date date;                              // of filing; decides which law applies
  std::optional<std::int64_t> value_krw;  // FOB in won
  std::int64_t window_total_krw = 0;  // of the same consignor, consignee and departure within the window; 0: none else
  std::array<std::string_view, 8> tariff_codes{};  // as far as declared; the first `tariff_code_count`
  std::size_t tariff_code_count = 0;
  std::span<const declaration::Item> items{};  // instead of tariff_codes, the items of a declaration
  std::string_view description;                // of the goods, for hints only
  bool prohibited = false;                     // an officer or a certain hint says so (Act 234)
  bool infringing = false;                     // intellectual property (Act 235)
  bool permit_declared = false;
  bool contract_mismatch = false;
  bool re_export_condition = false;
  bool e_commerce = false;                     // sold by electronic commerce: transaction type 15
  bool business_number_and_hsk_given = false;  // on a manifest: keeps part of the export record (art. 37(1))
  SpecialCategory special = SpecialCategory::none;
  Wants wants;
};

/// Why a procedure is closed. Checked and listed in this order; kept in records: never renumber.
enum class Refusal : std::uint8_t {
  goods_are_prohibited = 1,
  goods_infringe_intellectual_property = 2,
  procedure_is_not_in_force = 3,
  goods_need_a_permit = 4,
  permit_is_declared = 5,
  goods_differ_from_contract = 6,
  goods_leave_on_re_export_condition = 7,
  value_is_not_known = 8,
  value_is_above_the_limit = 9,
  consignment_in_parts_is_above_the_limit = 10,
  drawback_is_wanted = 11,
  goods_are_not_sold_by_e_commerce = 12,
};
std::string_view name(Refusal refusal);

enum class Given : std::uint8_t { no, partly, other_evidence, yes };
std::string_view name(Given given);

/// What a procedure may give, as law/kr/export/effects.yaml says row by row. The first five are wants as well.
enum class Effect : std::uint8_t { certificate, drawback, reimport_relief, export_record, zero_rating, statistics };
inline constexpr std::array<std::string_view, 6> effect_names = {"certificate",   "drawback",    "reimport_relief",
                                                                 "export_record", "zero_rating", "statistics"};
struct EffectOfProcedure {
  Effect effect{};
  Given given{};
  Text label, note;
  std::string cite, grade;
};

struct RefusalReason {
  Refusal refusal{};
  Step step;  // rule "procedure.<refusal>", article, sentence
  Text fix;   // what would open the procedure; empty where nothing would
  std::string grade;
};

struct ProcedureOption {
  Procedure procedure{};
  bool open = false;
  std::vector<RefusalReason> refusals;  // every one, in the order of Refusal
  std::vector<EffectOfProcedure> gives;
  std::vector<Want> wants_not_given;  // of what the trader asked for
  unsigned element_count = 0;         // data elements of the procedure
  std::vector<declaration::Field>
      fields_to_fill;  // mandatory fields that are still empty, where a declaration was given
  Text who_may_file, filing_time, processing;
};

struct Advice {
  Procedure recommended = Procedure::formal;
  bool held = false;  // prohibited or infringing goods: no procedure is open; customs holds them (Act 237)
  std::array<ProcedureOption, 3> options;  // formal, simplified, manifest
};

/// The choice of the procedure (Customs Act 226, 234, 235, 241; Export Notice 7(2), 35-2, 36). Constant after
/// construction, shared by threads. What is handed in must outlive it.
class ProcedureAdvisor {
 public:
  ProcedureAdvisor(const law::Law& law, const law::ElementCatalogue& catalogue, const Messages& messages);
  ~ProcedureAdvisor();
  ProcedureAdvisor(ProcedureAdvisor&&) noexcept;

  /// Every procedure with every reason, what it gives and costs, and which is recommended and why: the cheapest open
  /// one that gives what the trader wants. Steps are the reasons of the recommendation.
  Explained<Advice> advise(const ProcedureCase& the_case, const declaration::Declaration* filled = nullptr) const;

  /// The same recommendation without its reasons, for bulk: allocates nothing. Goods that are held: formal.
  Procedure recommend(const ProcedureCase& the_case) const;
  /// Bits 0-2: formal, simplified, manifest are open.
  unsigned open_procedures(const ProcedureCase& the_case) const;

  /// The case of a validated declaration. `window_total_krw`: what its consignor sent the same consignee within the
  /// window of policy, this one included; 0 if nothing else is known.
  ProcedureCase case_of(const declaration::Declaration& declaration, const declaration::Facts& facts,
                        std::int64_t window_total_krw = 0) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

}  // namespace clearway::clearance
