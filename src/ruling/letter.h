#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/messages.h"
#include "base/text.h"
#include "law/calendar.h"
#include "law/law.h"
#include "ruling/ruling.h"

namespace clearway::ruling {

/// Letters to the applicant. Names of addresses; never renamed.
enum class Letter : std::uint8_t { supplement, decision };
inline constexpr std::array<std::string_view, 2> letter_names = {"supplement", "decision"};
inline std::string_view name(Letter letter) { return letter_names[static_cast<std::size_t>(letter)]; }
std::optional<Letter> parse_letter(std::string_view text);
/// The file of documents/ that it is printed by.
std::string template_of(Letter letter);
/// The letters that there are: of the newest request for a supplement, and of the decision in force.
std::vector<Letter> letters_of(const Ruling& ruling);

/// Who sends letters, and where applicants find their file.
struct Sender {
  Text office, head, address;
  std::string phone;
  Text department, person;
  std::string contact_phone, email;
  Text hours;
  std::string link;  // of the application, without a slash at its end
};

/// The values of the template as JSON (src/document/values.h). Numbers of parties are masked.
std::string letter_json(const law::Law& law, const law::Calendar& calendar, const Messages& messages,
                        const Ruling& ruling, Letter letter, const Sender& sender);

}  // namespace clearway::ruling
