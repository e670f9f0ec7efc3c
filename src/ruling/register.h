#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "law/law.h"
#include "ruling/ruling.h"

namespace clearway::ruling {

/// Whether a published ruling still stands.
enum class Standing : std::uint8_t { in_force, changed, ended };
inline constexpr std::array<std::string_view, 3> standing_names = {"in_force", "changed", "ended"};
inline std::string_view name(Standing standing) { return standing_names[static_cast<std::size_t>(standing)]; }

/// A ruling as the public reads it: nothing of the party, its prices or its partners.
struct Entry {
  std::string number;
  Kind kind = Kind::classification;
  Date decided_on;
  std::optional<Date> changed_on, valid_until;
  Standing standing = Standing::in_force;
  std::string tariff_code;  // of a valuation its heading alone
  Published published;
  std::vector<std::string> cites;
};

/// The entry of a decided ruling; nothing for one that is not published.
std::optional<Entry> entry_of(const Ruling& ruling, Date today);

struct Query {
  std::string words = {};    // all of them must stand in the entry, in either language
  std::string heading = {};  // leading digits of the tariff line
  std::optional<Kind> kind = {};
  std::optional<int> year = {};  // of the decision
};

/// What fits, newest first, then by number. Points into `entries`.
std::vector<const Entry*> search(const std::vector<Entry>& entries, const Query& query);

/// What an applicant describes while filing.
struct Like {
  std::string words = {};        // goods and question
  std::string tariff_code = {};  // as far as known
  std::optional<Kind> kind = {};
};
struct Similar {
  const Entry* entry = nullptr;
  std::int64_t points = 0;  // 0 to 1000
};

/// Rulings like it, best first, then newest, then by number: points for leading digits of the tariff line and for words
/// in common (law/kr/ruling/register). The same question gets the same answer.
std::vector<Similar> similar(const law::Law& law, const std::vector<Entry>& entries, const Like& like, Date today);

}  // namespace clearway::ruling
