#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace clearway::enforcement {

/// Where a debt stands. Kept in records: never renumber. That an appeal is pending is no state of its own but a fact
/// beside it: seizure may go on, sale, disclosure and credit data may not.
enum class State : std::uint8_t {
  declared,     // the tax declaration is accepted, or the duty is to be assessed
  noticed,      // a payment notice was given
  arrears,      // its due date has passed
  demanded,     // a demand was given
  enforceable,  // its deadline has passed, or that of a notice of early collection
  seized,
  sale,
  distributed,
  deferred,  // due date extended, or seizure and sale deferred
  held,      // enforcement closed for the time being
  extinct,   // paid, cancelled or prescribed; final
};
inline constexpr std::array<std::string_view, 11> state_names = {"declared",    "noticed", "arrears", "demanded",
                                                                 "enforceable", "seized",  "sale",    "distributed",
                                                                 "deferred",    "held",    "extinct"};

/// What the office does, one for each row of `law/kr/arrears/steps.yaml`. Kept in records: never renumber.
enum class StepKind : std::uint8_t {
  payment_notice,
  early_collection_notice,
  demand,
  field_survey,
  extension,
  instalments,
  deferral,
  cancellation_of_deferral,
  precautionary_seizure,
  seizure,
  release_of_seizure,
  sale_notice,
  sale_notification,
  resale_notice,
  sale,
  private_sale,
  exchange_sale_notice,
  exchange_sale,
  distribution,
  hold,
  end_of_hold,
  import_review,
  certificate_refusal,
  licence_refusal_request,
  licence_suspension_request,
  credit_data,
  relatives_inquiry,
  exit_ban_request,
  exit_ban_extension,
  import_hold,
  entrusted_hold_warning,
  entrusted_hold,
  baggage_inspection,
  home_search,
  third_party_search,
  disclosure_notice,
  disclosure,
  confinement_notice,
  committee_date_notice,
  confinement_request,
  confinement,
};
inline constexpr std::array<std::string_view, 41> step_names = {"payment_notice",
                                                                "early_collection_notice",
                                                                "demand",
                                                                "field_survey",
                                                                "extension", "instalments",
                                                                "deferral",
                                                                "cancellation_of_deferral",
                                                                "precautionary_seizure",
                                                                "seizure",
                                                                "release_of_seizure",
                                                                "sale_notice", "sale_notification", "resale_notice",
                                                                "sale",
                                                                "private_sale", "exchange_sale_notice", "exchange_sale",
                                                                "distribution",
                                                                "hold",
                                                                "end_of_hold",
                                                                "import_review",
                                                                "certificate_refusal",
                                                                "licence_refusal_request",
                                                                "licence_suspension_request",
                                                                "credit_data",
                                                                "relatives_inquiry",
                                                                "exit_ban_request",
                                                                "exit_ban_extension",
                                                                "import_hold",
                                                                "entrusted_hold_warning",
                                                                "entrusted_hold",
                                                                "baggage_inspection",
                                                                "home_search",
                                                                "third_party_search",
                                                                "disclosure_notice",
                                                                "disclosure",
                                                                "confinement_notice", "committee_date_notice",
                                                                "confinement_request",
                                                                "confinement"};
inline constexpr std::size_t step_count = step_names.size();
inline bool is_seizure(StepKind step) { return step == StepKind::seizure || step == StepKind::precautionary_seizure; }

/// What was found about debtor or debt: yes or no. The last three follow from the file itself.
enum class Finding : std::uint8_t {
  appeal_pending,
  court_stay,
  rehabilitation_order,
  bankrupt,
  debtor_died,
  merged_into_another,
  third_party_claim,
  publication_ground,
  rehabilitation_plan_kept,
  hardship,  // disaster, illness, marked loss
  no_surplus_assets,
  secured,
  early_collection_ground,
  collection_endangered,
  extension_ground,
  recovery_likely,
  payment_plan,
  no_conviction,
  instalment_missed,
  security_order_ignored,
  circumstances_changed,
  value_far_above_arrears,
  paid_in_part,
  substitute_asset,
  exempt_or_third_party_asset,
  asset_exempt,
  asset_beyond_need,
  perishable,
  unsold_in_five_auctions,
  unsold,
  traded_on_an_exchange,
  untraceable,
  without_means,
  asset_found,
  tied_to_licensed_business,
  requested_in_writing,
  hiding_suspected,
  without_just_cause,
  claim_not_securable,
  flight_feared,
  family_emigrated,
  fraudulent_act_suit,
  entrusted_by_tax_office,
  needed_for_seizure,
  credentials_shown,
  by_daylight,
  night_business_open,
  family_or_staff_present,
  other_witness_present,
  hidden_with_third_party,
  hand_over_refused,
  disclosure_inappropriate,
  able_to_pay,
  heard_by_the_court,
  decision_final,
  statement_requested,
  penalty_disposition,
  accusation,
  indictment,
  claim_for_share,
  name_disclosed,
  notice_served_by_publication,
  amount_determined,
};
inline constexpr std::array<std::string_view, 63> finding_names = {"appeal_pending",
                                                                   "court_stay", "rehabilitation_order", "bankrupt", "debtor_died", "merged_into_another", "third_party_claim", "publication_ground",
                                                                   "rehabilitation_plan_kept",
                                                                   "hardship",
                                                                   "no_surplus_assets",
                                                                   "secured",
                                                                   "early_collection_ground",
                                                                   "collection_endangered",
                                                                   "extension_ground",
                                                                   "recovery_likely",
                                                                   "payment_plan",
                                                                   "no_conviction",
                                                                   "instalment_missed",
                                                                   "security_order_ignored",
                                                                   "circumstances_changed",
                                                                   "value_far_above_arrears",
                                                                   "paid_in_part",
                                                                   "substitute_asset",
                                                                   "exempt_or_third_party_asset", "asset_exempt", "asset_beyond_need",
                                                                   "perishable",
                                                                   "unsold_in_five_auctions", "unsold", "traded_on_an_exchange",
                                                                   "untraceable",
                                                                   "without_means",
                                                                   "asset_found",
                                                                   "tied_to_licensed_business",
                                                                   "requested_in_writing",
                                                                   "hiding_suspected",
                                                                   "without_just_cause",
                                                                   "claim_not_securable",
                                                                   "flight_feared",
                                                                   "family_emigrated",
                                                                   "fraudulent_act_suit",
                                                                   "entrusted_by_tax_office",
                                                                   "needed_for_seizure",
                                                                   "credentials_shown",
                                                                   "by_daylight",
                                                                   "night_business_open",
                                                                   "family_or_staff_present",
                                                                   "other_witness_present",
                                                                   "hidden_with_third_party",
                                                                   "hand_over_refused",
                                                                   "disclosure_inappropriate",
                                                                   "able_to_pay",
                                                                   "heard_by_the_court", "decision_final", "statement_requested",
                                                                   "penalty_disposition",
                                                                   "accusation",
                                                                   "indictment",
                                                                   "claim_for_share",
                                                                   "name_disclosed",
                                                                   "notice_served_by_publication", "amount_determined"};
inline constexpr std::size_t finding_count = finding_names.size();
/// Findings that nobody enters: they follow from the file.
inline bool is_derived(Finding finding) { return finding >= Finding::name_disclosed; }

/// What is measured: entered (up to paid_this_year), or counted from the file.
enum class Quantity : std::uint8_t {
  remitted_abroad,        // USD in the last two years
  assets_abroad,          // USD
  trips,                  // in the last year, without good reason
  months_abroad,          // in the last year, without good reason
  entrusted_tax,          // national tax in arrears for a year, KRW
  sale_estimate,          // KRW
  deposits,               // of the debtor at all banks, KRW
  monthly_pay,            // KRW
  arrears_at_year_end,    // A of the paid share, KRW
  paid_in_two_years,      // B, KRW
  paid_this_year,         // C, KRW
  debt,                   // left of this debt, KRW
  arrears,                // of the debtor, KRW
  arrears_of_age,         // of them, those of an age, KRW
  count,                  // debts in arrears
  count_in_a_year,        // debts that fell into arrears within the last year
  count_for_confinement,  // debts of an age that arose since confinement exists
  arrears_for_confinement,
  paid_percent,  // share of the arrears that was paid
};
inline constexpr std::array<std::string_view, 19> quantity_names = {"remitted_abroad",
                                                                    "assets_abroad",
                                                                    "trips",
                                                                    "months_abroad",
                                                                    "entrusted_tax",
                                                                    "sale_estimate", "deposits", "monthly_pay",
                                                                    "arrears_at_year_end",
                                                                    "paid_in_two_years",
                                                                    "paid_this_year",
                                                                    "debt",
                                                                    "arrears",
                                                                    "arrears_of_age",
                                                                    "count",
                                                                    "count_in_a_year",
                                                                    "count_for_confinement",
                                                                    "arrears_for_confinement",
                                                                    "paid_percent"};
inline constexpr std::size_t entered_quantities = 11;

/// What is seized, one for each row of `law/kr/arrears/assets.yaml`. Kept in records: never renumber.
enum class AssetKind : std::uint8_t {
  real_estate,  // also registered ships, foundations
  vehicle,      // also aircraft, construction machines
  movables,
  securities,
  claim,  // of the debtor against a third party: receivable, lease deposit
  deposit,
  insurance,
  salary,
  deposited_securities,  // deposited or electronic
  virtual_assets,
  seized_elsewhere,  // participation in another office's seizure
};
inline constexpr std::array<std::string_view, 11> asset_names = {
    "real_estate", "vehicle", "movables",             "securities",     "claim",           "deposit",
    "insurance",   "salary",  "deposited_securities", "virtual_assets", "seized_elsewhere"};
inline constexpr std::size_t asset_count = asset_names.size();

/// Who consents to a step or decides on it.
enum class Authority : std::uint8_t { regional_head, court, arrears_committee, information_committee };
inline constexpr std::array<std::string_view, 4> authority_names = {"regional_head", "court", "arrears_committee",
                                                                    "information_committee"};

/// Why a step is refused, in the order in which it is checked: law, dates, state, terms, what must have gone before,
/// who must have consented, what exempts, what must be so. Kept in records: never renumber.
enum class Refusal : std::uint8_t {
  law_is_not_in_force,
  step_is_before_the_last_event,
  debt_is_extinct,
  state_does_not_allow_the_step,
  measure_is_already_in_force,
  measure_is_not_in_force,
  seizure_has_not_taken_effect,
  term_is_too_long,
  same_arrears_bear_it_only_once,
  notice_is_missing,
  notice_was_not_served,
  deadline_has_not_passed,
  waiting_time_has_not_passed,
  time_for_the_step_has_ended,
  approval_is_missing,
  committee_has_not_decided,
  exemption_applies,
  criterion_is_not_met,
  criterion_is_not_known,
  no_ground_is_met,
};
inline constexpr std::array<std::string_view, 20> refusal_names = {"law_is_not_in_force",
                                                                   "step_is_before_the_last_event",
                                                                   "debt_is_extinct",
                                                                   "state_does_not_allow_the_step",
                                                                   "measure_is_already_in_force",
                                                                   "measure_is_not_in_force", "seizure_has_not_taken_effect",
                                                                   "term_is_too_long",
                                                                   "same_arrears_bear_it_only_once",
                                                                   "notice_is_missing",
                                                                   "notice_was_not_served",
                                                                   "deadline_has_not_passed",
                                                                   "waiting_time_has_not_passed",
                                                                   "time_for_the_step_has_ended",
                                                                   "approval_is_missing",
                                                                   "committee_has_not_decided",
                                                                   "exemption_applies",
                                                                   "criterion_is_not_met",
                                                                   "criterion_is_not_known",
                                                                   "no_ground_is_met"};

inline std::string_view name(State state) { return state_names[static_cast<std::size_t>(state)]; }
inline std::string_view name(StepKind step) { return step_names[static_cast<std::size_t>(step)]; }
inline std::string_view name(AssetKind asset) { return asset_names[static_cast<std::size_t>(asset)]; }
inline std::string_view name(Finding finding) { return finding_names[static_cast<std::size_t>(finding)]; }
inline std::string_view name(Quantity quantity) { return quantity_names[static_cast<std::size_t>(quantity)]; }
inline std::string_view name(Authority authority) { return authority_names[static_cast<std::size_t>(authority)]; }
inline std::string_view name(Refusal refusal) { return refusal_names[static_cast<std::size_t>(refusal)]; }

/// The value that is called `text`; nothing where none is.
template <class Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace clearway::enforcement
