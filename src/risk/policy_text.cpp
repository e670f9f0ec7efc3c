#include "risk/policy_text.h"

#include <sodium.h>

#include <array>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

namespace clearway::risk {
namespace {

constexpr std::string_view head = "clearway policy 1\n";
constexpr std::size_t longest = 16'000'000;

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{"policy_not_readable", path.string(), std::strerror(errno), "name a folder with risk.yaml and rules.yaml"};
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

void append_part(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += '\n';
  out += text;
}

std::optional<std::string> take_part(std::string_view& content) {
  const auto line = content.find('\n');
  if (line == std::string_view::npos || line == 0 || line > 9) return std::nullopt;
  std::size_t size = 0;
  const auto [end, failed] = std::from_chars(content.data(), content.data() + line, size);
  if (failed != std::errc{} || end != content.data() + line || size > longest) return std::nullopt;
  content.remove_prefix(line + 1);
  if (content.size() < size) return std::nullopt;
  std::string part(content.substr(0, size));
  content.remove_prefix(size);
  return part;
}

}  // namespace

Result<PolicyText> PolicyText::load(const std::filesystem::path& directory) {
  auto risk = read_file(directory / "risk.yaml");
  if (!risk) return risk.error();
  auto rules = read_file(directory / "rules.yaml");
  if (!rules) return rules.error();
  return PolicyText{std::move(risk).value(), std::move(rules).value()};
}

Result<PolicyText> PolicyText::unpack(std::string_view content) {
  if (content.starts_with(head)) {
    content.remove_prefix(head.size());
    auto risk = take_part(content);
    auto rules = risk ? take_part(content) : std::nullopt;
    if (rules && content.empty()) return PolicyText{std::move(*risk), std::move(*rules)};
  }
  return Error{"version_content_is_not_valid", "content", "The content is not that of a policy, or was cut short", "clearway audit verify"};
}

std::string PolicyText::pack() const {
  std::string out(head);
  append_part(out, risk_yaml);
  append_part(out, rules_yaml);
  return out;
}

std::string PolicyText::fingerprint() const {
  std::string message = std::to_string(risk_yaml.size()) + "\n";
  message += risk_yaml;
  message += rules_yaml;
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                     nullptr, 0);
  static constexpr char digits[] = "0123456789abcdef";
  std::string text = "policy-";
  for (std::size_t i = 0; i < 6; ++i) {
    text += digits[hash[i] >> 4];
    text += digits[hash[i] & 15];
  }
  return text;
}

}  // namespace clearway::risk
