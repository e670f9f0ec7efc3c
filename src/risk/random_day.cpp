#include "risk/random_day.h"

#include <sodium.h>

#include <charconv>
#include <map>
#include <set>
#include <stdexcept>

#include "base/decimal.h"
#include "base/text.h"

namespace clearway::risk {
namespace {

constexpr std::string_view record_label = "clearway random selection: record";
constexpr std::string_view check_label = "clearway random selection: key of records";
constexpr std::string_view rows_label = "clearway random selection: rows";
constexpr std::string_view format = "clearway random selection 1";

template <std::size_t N>
std::array<std::uint8_t, N> blake2b(std::string_view message, std::string_view key = {}) {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium cannot be initialised");
  std::array<std::uint8_t, N> out;
  crypto_generichash(out.data(), out.size(), reinterpret_cast<const std::uint8_t*>(message.data()), message.size(),
                     reinterpret_cast<const std::uint8_t*>(key.data()), key.size());
  return out;
}

std::string_view view(const std::array<std::uint8_t, 32>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::array<std::uint8_t, 32> key_of_records(std::string_view personal_key) {
  return blake2b<32>(record_label, personal_key);
}

std::string micro_text(std::int64_t micro) {
  std::string text;
  append_micro(text, micro);
  return text;
}

/// The row without its link: what the link covers.
void append_row(std::string& out, const DayRow& row) {
  out += "{\"n\":" + std::to_string(row.number) + ",\"record\":";
  append_json_string(out, row.record);
  out += ",\"procedure\":";
  append_json_string(out, row.procedure);
  out += ",\"policy\":";
  append_json_string(out, row.policy);
  out += ",\"ratio\":" + micro_text(row.ratio_micro) + ",\"selected\":" + (row.selected ? "true" : "false");
}

// --- reading
// -----------------------------------------------------------------------------------------------------------

/// One flat JSON object of a line: texts, whole numbers, decimals, true, false and null. Texts without escapes: nothing
/// that is published needs them.
class Line {
 public:
  explicit Line(std::string_view text) : text_(text) {}

  /// False if it is no such object, or a key stands twice.
  bool read() {
    if (!take('{')) return false;
    do {
      std::string key;
      if (!read_text(key) || !take(':')) return false;
      Member member;
      member.is_text = at_ < text_.size() && text_[at_] == '"';
      if (member.is_text ? !read_text(member.value) : !read_word(member.value)) return false;
      if (!members_.emplace(std::move(key), std::move(member)).second) return false;
    } while (take(','));
    return take('}') && at_ == text_.size();
  }
  bool only(const std::set<std::string>& keys) const {
    if (members_.size() != keys.size()) return false;
    for (const auto& [key, member] : members_) {
      if (!keys.contains(key)) return false;
    }
    return true;
  }
  std::optional<std::string> text(const std::string& key) const {
    const auto found = members_.find(key);
    if (found == members_.end() || !found->second.is_text) return std::nullopt;
    return found->second.value;
  }
  std::optional<std::string> word(const std::string& key) const {
    const auto found = members_.find(key);
    if (found == members_.end() || found->second.is_text) return std::nullopt;
    return found->second.value;
  }
  std::optional<std::uint64_t> count(const std::string& key) const {
    const auto digits = word(key);
    std::uint64_t value = 0;
    if (!digits || digits->empty()) return std::nullopt;
    const auto [end, failure] = std::from_chars(digits->data(), digits->data() + digits->size(), value);
    if (failure != std::errc{} || end != digits->data() + digits->size()) return std::nullopt;
    return value;
  }
  /// Hexadecimal text of so many bytes.
  std::optional<std::string> hex(const std::string& key, std::size_t bytes) const {
    auto found = text(key);
    const bool sound =
        found && found->size() == 2 * bytes && found->find_first_not_of("0123456789abcdef") == std::string::npos;
    return sound ? found : std::nullopt;
  }

 private:
  struct Member {
    bool is_text = false;
    std::string value;
  };
  bool take(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  bool read_text(std::string& out) {
    if (!take('"')) return false;
    const auto end = text_.find('"', at_);
    if (end == std::string_view::npos) return false;
    out = text_.substr(at_, end - at_);
    at_ = end + 1;
    for (const char c : out) {
      if (c == '\\' || static_cast<unsigned char>(c) < 0x20) return false;
    }
    return true;
  }
  bool read_word(std::string& out) {
    const auto end = std::min(text_.find_first_of(",}", at_), text_.size());
    out = text_.substr(at_, end - at_);
    at_ = end;
    return !out.empty() && out.find_first_not_of("0123456789.abcdefghijklmnopqrstuvwxyz") == std::string::npos;
  }
  std::string_view text_;
  std::size_t at_ = 0;
  std::map<std::string, Member> members_;
};

Error unreadable(std::size_t line, const std::string& what) {
  return {"day_file_cannot_be_read", "line " + std::to_string(line),
          "line " + std::to_string(line) + " of the published day: " + what, "download the file of the day again"};
}

bool read_head(const Line& line, DayFile& file) {
  const auto day = Date::parse(line.text("day").value_or(""));
  const auto commitment = line.hex("commitment", 32), key_check = line.hex("key_check", 32),
             digest = line.hex("digest", 32), public_key = line.hex("public_key", 32),
             signature = line.hex("signature", 64);
  const auto rows = line.count("rows");
  if (!day || !commitment || !key_check || !digest || !public_key || !signature || !rows) return false;
  if (const auto at = line.text("committed_at")) {
    file.committed_at = Instant::parse(*at);
    if (!file.committed_at) return false;
  } else if (line.word("committed_at") != "null") {
    return false;
  }
  if (line.word("secret") != "null") {
    file.secret = line.hex("secret", 32);
    if (!file.secret) return false;
  }
  file.day = *day;
  file.commitment = *commitment;
  file.key_check = *key_check;
  file.rows = *rows;
  file.digest = *digest;
  file.public_key = *public_key;
  file.signature = *signature;
  return true;
}

bool read_row(const Line& line, DayRow& row) {
  const auto number = line.count("n");
  const auto record = line.hex("record", 16), link = line.hex("link", 32);
  const auto procedure = line.text("procedure"), policy = line.text("policy");
  const auto ratio = Decimal::parse(line.word("ratio").value_or(""));
  const auto selected = line.word("selected");
  if (!number || !record || !link || !procedure || !policy || !ratio || ratio->micro() < 0 ||
      ratio->micro() > 1'000'000 || (selected != "true" && selected != "false")) {
    return false;
  }
  row = {*number, *record, *procedure, *policy, ratio->micro(), selected == "true", *link};
  return true;
}

}  // namespace

std::string record_key(std::string_view personal_key, std::string_view party_id, std::string_view declaration_id) {
  const auto key = key_of_records(personal_key);
  std::string message = std::to_string(party_id.size()) + "\n";
  message += party_id;
  message += declaration_id;
  return to_hex(blake2b<16>(message, view(key)));
}

std::string record_key_check(std::string_view personal_key) {
  std::string message(check_label);
  message += view(key_of_records(personal_key));
  return to_hex(blake2b<32>(message));
}

std::string first_link(Date day, std::string_view commitment) {
  return to_hex(blake2b<32>(std::string(rows_label) + "\n" + day.text() + "\n" + std::string(commitment)));
}

std::string link_of(std::string_view before, const DayRow& row) {
  std::string message(before);
  message += '\n';
  append_row(message, row);
  return to_hex(blake2b<32>(message));
}

void complete(DayFile& file) {
  file.digest = first_link(file.day, file.commitment);
  std::uint64_t number = 0;
  for (auto& row : file.list) {
    row.number = ++number;
    row.link = file.digest = link_of(file.digest, row);
  }
  file.rows = number;
}

std::string signed_text(const DayFile& file) {
  return std::string(format) + "\n" + file.day.text() + "\n" + file.commitment + "\n" + file.key_check + "\n" +
         std::to_string(file.rows) + "\n" + file.digest + "\n";
}

std::string render(const DayFile& file) {
  std::string out = "{\"format\":";
  append_json_string(out, format);
  out += ",\"day\":\"" + file.day.text() + "\",\"commitment\":\"" + file.commitment + "\",\"committed_at\":";
  out += file.committed_at ? "\"" + file.committed_at->text() + "\"" : "null";
  out += ",\"secret\":" + (file.secret ? "\"" + *file.secret + "\"" : "null");
  out += ",\"key_check\":\"" + file.key_check + "\",\"rows\":" + std::to_string(file.rows) + ",\"digest\":\"" +
         file.digest + "\",\"public_key\":\"" + file.public_key + "\",\"signature\":\"" + file.signature + "\"}\n";
  for (const auto& row : file.list) {
    append_row(out, row);
    out += ",\"link\":\"" + row.link + "\"}\n";
  }
  return out;
}

Result<DayFile> parse_day_file(std::string_view text) {
  static const std::set<std::string> head_keys = {"format",    "day",  "commitment", "committed_at", "secret",
                                                  "key_check", "rows", "digest",     "public_key",   "signature"};
  static const std::set<std::string> row_keys = {"n", "record", "procedure", "policy", "ratio", "selected", "link"};
  if (!is_valid_utf8(text)) return unreadable(1, "the file is not UTF-8");
  DayFile file;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return unreadable(number, "its end is missing");
    Line line(text.substr(0, end));
    text.remove_prefix(end + 1);
    const bool read = line.read();
    if (number == 1) {
      if (!read || line.text("format") != format) return unreadable(1, "not a head of '" + std::string(format) + "'");
      if (!line.only(head_keys) || !read_head(line, file))
        return unreadable(1, "a value of the head is missing or wrong");
      continue;
    }
    DayRow row;
    if (!read || !line.only(row_keys) || !read_row(line, row)) return unreadable(number, "not a row of a day");
    file.list.push_back(std::move(row));
  }
  if (number == 0) return unreadable(1, "the file is empty");
  return file;
}

std::string_view name(Tampering tampering) {
  switch (tampering) {
    case Tampering::added: return "added";
    case Tampering::spared: return "spared";
    case Tampering::changed: return "changed";
    case Tampering::removed: return "removed";
    case Tampering::inserted: return "inserted";
    case Tampering::cut_short: return "cut_short";
    case Tampering::digest_differs: return "digest_differs";
    case Tampering::not_signed: return "not_signed";
    case Tampering::other_secret: return "other_secret";
    case Tampering::not_recorded: return "not_recorded";
    case Tampering::left_out: return "left_out";
    case Tampering::otherwise_recorded: return "otherwise_recorded";
    case Tampering::digest_not_recorded: return "digest_not_recorded";
    case Tampering::commitment_late: return "commitment_late";
  }
  return "changed";
}

namespace {

/// Each row follows from the link before it; numbers without a gap.
void check_links(const DayFile& file, std::vector<DayProblem>& problems) {
  std::string before = first_link(file.day, file.commitment);
  std::uint64_t number = 0;
  for (const auto& row : file.list) {
    if (row.number > number + 1) {
      problems.push_back({Tampering::removed, row.record, row.number});
    } else if (row.number <= number) {
      problems.push_back({Tampering::inserted, row.record, row.number});
    } else if (link_of(before, row) != row.link) {
      problems.push_back({Tampering::changed, row.record, row.number});
    }
    number = std::max(number, row.number);
    before = row.link;
  }
  if (number < file.rows) problems.push_back({Tampering::cut_short, "", number + 1});
  if (before != file.digest || file.list.size() != file.rows) problems.push_back({Tampering::digest_differs, "", 0});
}

void check_draws(const DayFile& file, std::vector<DayProblem>& problems) {
  Secret secret{};
  if (!file.secret || !parse_hex(*file.secret, secret)) return;
  if (to_hex(commitment(file.day, secret)) != file.commitment) {
    problems.push_back({Tampering::other_secret, "", 0});
    return;
  }
  const DayDraw draws(file.day, secret);
  for (const auto& row : file.list) {
    const bool selected = draws.draw({}, row.record) < static_cast<double>(row.ratio_micro) / 1e6;
    if (selected == row.selected) continue;
    problems.push_back({selected ? Tampering::spared : Tampering::added, row.record, row.number});
  }
}

bool is_signed(const DayFile& file) {
  std::array<std::uint8_t, 32> key{};
  std::array<std::uint8_t, 64> signature{};
  if (!parse_hex(file.public_key, key)) return false;
  if (sodium_hex2bin(signature.data(), signature.size(), file.signature.data(), file.signature.size(), nullptr, nullptr,
                     nullptr) != 0) {
    return false;
  }
  const auto text = signed_text(file);
  return crypto_sign_verify_detached(signature.data(), reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                     key.data()) == 0;
}

}  // namespace

std::vector<DayProblem> verify_day(const DayFile& file) {
  std::vector<DayProblem> problems;
  check_draws(file, problems);
  check_links(file, problems);
  if (!is_signed(file)) problems.push_back({Tampering::not_signed, "", 0});
  // Korea is nine hours ahead: the day begins at 15:00 of the day before in universal time.
  if (!file.committed_at || file.committed_at->korean_day() >= file.day) {
    problems.push_back({Tampering::commitment_late, "", 0});
  }
  return problems;
}

void compare_rows(const DayFile& file, const std::vector<DayRow>& recorded, std::vector<DayProblem>& problems) {
  std::map<std::string_view, const DayRow*> known;
  for (const auto& row : recorded) known.emplace(row.record, &row);
  for (const auto& row : file.list) {
    const auto found = known.find(row.record);
    if (found == known.end()) {
      problems.push_back({Tampering::not_recorded, row.record, row.number});
      continue;
    }
    const auto& other = *found->second;
    if (row.selected != other.selected || row.ratio_micro != other.ratio_micro || row.procedure != other.procedure ||
        row.policy != other.policy) {
      problems.push_back({Tampering::otherwise_recorded, row.record, row.number});
    }
    known.erase(found);
  }
  for (const auto& row : recorded) {
    if (known.contains(row.record)) problems.push_back({Tampering::left_out, row.record, row.number});
  }
}

}  // namespace clearway::risk
