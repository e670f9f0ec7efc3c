#include "mail/message.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace clearway::mail {
namespace {

constexpr std::size_t line_length = 76;
constexpr std::string_view line_end = "\r\n";

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto byte = [&](std::size_t i) {
      return at + i < bytes.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) : 0U;
    };
    const std::uint32_t three = byte(0) << 16U | byte(1) << 8U | byte(2);
    for (unsigned i = 0; i < 4; ++i) {
      text += at + i > bytes.size() ? '=' : digits[three >> (18U - 6U * i) & 63U];
    }
  }
  return text;
}

void append_base64(std::string& out, std::string_view bytes) {
  const auto text = base64(bytes);
  for (std::size_t at = 0; at < text.size(); at += line_length) {
    out.append(text, at, line_length).append(line_end);
  }
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

std::string without_controls(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  return out;
}

/// Words of a header value. What is not ASCII, or would be read as an encoded word, is encoded in pieces of whole
/// characters that fit a line (RFC 2047), each on a line of its own.
std::string words(std::string_view given) {
  const auto text = without_controls(given);
  if (is_plain(text) && text.find("=?") == std::string::npos && text.size() < 60) return text;
  constexpr std::size_t most_bytes = 39;  // 52 digits and 12 characters around them: a line holds them after a name
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(at + most_bytes, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U && end > at + 1) --end;
    out.append(out.empty() ? "" : "\r\n ").append("=?UTF-8?B?" + base64(text.substr(at, end - at)) + "?=");
    at = end;
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string mailbox(const Address& address) {
  if (address.name.empty()) return address.address;
  const auto plain = without_controls(address.name);
  const auto name = is_plain(plain) && plain.find("=?") == std::string::npos && plain.size() < 40 ? quoted(plain)
                                                                                                 : words(plain);
  return name + "\r\n <" + address.address + ">";
}

/// A parameter of a MIME header (RFC 2231).
std::string parameter(std::string_view name, std::string_view value) {
  std::string encoded;
  for (const char c : value) {
    const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '.' || c == '_';
    char hex[4];
    std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    encoded += safe ? std::string(1, c) : std::string(hex);
  }
  if (encoded == value) return "\r\n " + std::string(name) + "=" + quoted(value);
  return "\r\n " + std::string(name) + "*=UTF-8''" + encoded;
}

/// "Mon, 09 Mar 2026 12:00:00 +0900".
std::string date_text(Instant at) {
  constexpr std::array<std::string_view, 7> weekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = at.korean_day();
  const auto seconds = (at.microseconds / 1'000'000 + 9 * 3'600) % 86'400;
  char clock[24];
  std::snprintf(clock, sizeof clock, "%02d:%02d:%02d +0900", static_cast<int>(seconds / 3'600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  char days[4];
  std::snprintf(days, sizeof days, "%02d", static_cast<int>(day.day()));
  // 1 January 1970 was a Thursday.
  return std::string(weekdays[static_cast<std::size_t>((day.days() % 7 + 10) % 7)]) + ", " + days + " " +
         std::string(months[static_cast<std::size_t>(day.month() - 1)]) + " " + std::to_string(day.year()) + " " + clock;
}

void append_part(std::string& out, std::string_view boundary, std::string_view type, std::string_view disposition,
                 std::string_view content) {
  out.append("--").append(boundary).append(line_end);
  out.append("Content-Type: ").append(type).append(line_end);
  out.append("Content-Transfer-Encoding: base64").append(line_end);
  if (!disposition.empty()) out.append("Content-Disposition: ").append(disposition).append(line_end);
  out.append(line_end);
  append_base64(out, content);
}

std::string with_line_ends(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

}  // namespace

std::string address_of(std::string_view local, std::string_view domain) {
  const auto is_atom = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  const bool dot_atom = !local.empty() && local.front() != '.' && local.back() != '.' &&
                        local.find("..") == std::string_view::npos && std::all_of(local.begin(), local.end(), is_atom);
  return (dot_atom ? std::string(local) : quoted(local)) + "@" + std::string(domain);
}

std::string to_text(const Message& message) {
  // No line of base64 holds an underscore, so no part holds the boundary.
  const auto boundary = "part_" + message.id;
  const auto domain = message.from.address.substr(message.from.address.rfind('@') + 1);
  std::string out;
  const auto header = [&](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append(line_end);
  };
  header("From", mailbox(message.from));
  header("To", mailbox(message.to));
  header("Subject", words(message.subject));
  header("Date", date_text(message.at));
  header("Message-ID", "<" + message.id + "@" + domain + ">");
  header("Auto-Submitted", "auto-generated");
  header("MIME-Version", "1.0");
  header("Content-Type", "multipart/mixed;" + parameter("boundary", boundary));
  out.append(line_end);
  append_part(out, boundary, "text/plain; charset=utf-8", "", with_line_ends(message.text));
  for (const auto& attachment : message.attachments) {
    append_part(out, boundary, attachment.media_type + ";" + parameter("name", attachment.file_name),
                "attachment;" + parameter("filename", attachment.file_name), attachment.content);
  }
  return out.append("--").append(boundary).append("--").append(line_end);
}

}  // namespace clearway::mail
