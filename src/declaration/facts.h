#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.h"
#include "declaration/declaration.h"

namespace clearway::declaration {

/// What follows from a declaration without any history: amounts in won, keys of the parties. Derived once per
/// declaration, after its values were read; risk signals, procedures and storage all use the same ones.
struct Facts {
  Date declared_on;
  bool value_known = false;       // a positive value in won could be derived
  std::int64_t value_krw = 0;     // FOB of an export, customs value of an import; won, rounded down
  std::int64_t weight_grams = 0;  // gross weight of an export, net weight of an import; 0 if unknown
  std::uint32_t hs6 = 0;          // of the first item; 0 if unknown
  // Keys into the profiles. Parties without a registered code are known by their normalised name and address, so that
  // the history of an exporter who only uses manifests is not lost. 0: not given.
  std::uint64_t exporter = 0;   // exporter of an export, importer of an import
  std::uint64_t consignee = 0;  // consignee of an export, overseas seller of an import
  std::uint64_t consignee_address = 0;
  std::uint64_t manufacturer = 0;
  std::uint64_t filer = 0;    // declarant or courier
  std::uint64_t route = 0;    // port or country of departure and destination or origin
  std::uint64_t product = 0;  // HS6, or the normalised description where none is declared
  std::uint64_t exporter_phone = 0;
  // What was declared, whoever declared it: goods, countries, duty and weight; and with the value besides. Declarations
  // of the same key repeat one another. 0: too little is declared to tell.
  std::uint64_t repeat = 0;
  std::uint64_t exact_repeat = 0;
};

/// Fills both keys of repeats from the first item, the weight and the value in `facts`.
void set_repeat_keys(const Declaration& declaration, Facts& facts);

/// The identity of the trader whose history a declaration belongs to, as a stable printable key: "B" and the business
/// registration number, "T" and the trader code, else "N" and a hash of the normalised name and address. A personal
/// identifier is never part of it in clear: such a trader is known by "P" and a keyed hash.
std::string party_id(const Declaration& declaration, std::string_view personal_key);

/// By what a trader is known, the most dependable first given.
enum class IdentityKind : std::uint8_t { business_number, trader_code, personal, name };
struct TraderIdentity {
  IdentityKind kind = IdentityKind::name;
  std::string_view text;     // number, code or name as sent
  std::string_view address;  // only with a name
};
TraderIdentity identify_trader(const Declaration& declaration);
/// The same identity as a key into profiles: equal where `party_id` is equal; 0 where nothing was given.
std::uint64_t identity_hash(const TraderIdentity& identity);
/// Hash of both texts as `append_normalised` leaves them; 0 where nothing is left. No allocation.
std::uint64_t normalised_hash(std::string_view first, std::string_view second = {});
/// The same where the processor cannot move bytes together; here so that a test can compare the two.
std::uint64_t normalised_hash_by_bytes(std::string_view first, std::string_view second = {});

/// Upper case, letters and digits only (bytes of other scripts kept): "Hong Gil-Dong, 12" and "HONG GILDONG 12" agree.
void append_normalised(std::string& out, std::string_view text);

}  // namespace clearway::declaration
