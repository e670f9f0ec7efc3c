#include "base/messages.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>
#include <stdexcept>

#include "base/hash.h"

namespace clearway {
namespace {

/// The last code point of `text`; 0 if there is none.
char32_t last_code_point(std::string_view text) {
  if (text.empty()) return 0;
  std::size_t start = text.size() - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  const auto lead = static_cast<unsigned char>(text[start]);
  char32_t value = lead < 0x80 ? lead : lead < 0xE0 ? lead & 0x1FU : lead < 0xF0 ? lead & 0x0FU : lead & 0x07U;
  for (std::size_t i = start + 1; i < text.size(); ++i) {
    value = (value << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return value;
}

enum class Ending { vowel, rieul, consonant, unknown };

/// How a value ends when read aloud in Korean, as far as its last character tells.
Ending ending(std::string_view text) {
  const char32_t c = last_code_point(text);
  if (c >= 0xAC00 && c <= 0xD7A3) {
    const auto final_sound = (c - 0xAC00) % 28;
    return final_sound == 0 ? Ending::vowel : final_sound == 8 ? Ending::rieul : Ending::consonant;
  }
  switch (c) {
    case '0':
    case '3':
    case '6': return Ending::consonant;  // 영, 삼, 육
    case '1':
    case '7':
    case '8': return Ending::rieul;  // 일, 칠, 팔
    case '2':
    case '4':
    case '5':
    case '9': return Ending::vowel;  // 이, 사, 오, 구
    case '%': return Ending::vowel;  // 퍼센트
    default: return Ending::unknown;
  }
}

struct Particle {
  std::string_view written, after_consonant, after_vowel;
  bool rieul_as_vowel = false;
};
constexpr std::array<Particle, 6> particles = {{{"은(는)", "은", "는"},
                                                {"이(가)", "이", "가"},
                                                {"을(를)", "을", "를"},
                                                {"과(와)", "과", "와"},
                                                {"(으)로", "으로", "로", true},
                                                {"이(라)", "이라", "라"}}};

/// Appends the right form of a particle that stands at the start of `rest`; returns how much of `rest` it took.
std::size_t append_particle(std::string& out, std::string_view rest) {
  for (const auto& particle : particles) {
    if (!rest.starts_with(particle.written)) continue;
    const auto end = ending(out);
    if (end == Ending::unknown) return 0;
    const bool vowel = end == Ending::vowel || (end == Ending::rieul && particle.rieul_as_vowel);
    out.append(vowel ? particle.after_vowel : particle.after_consonant);
    return particle.written.size();
  }
  return 0;
}

/// The name of the place that opens at `open`; empty if what stands there is no place.
std::string_view place_at(std::string_view sentence, std::size_t open) {
  const auto close = sentence.find('}', open);
  if (close == std::string_view::npos) return {};
  const auto name = sentence.substr(open + 1, close - open - 1);
  const bool plain = std::all_of(name.begin(), name.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  return plain ? name : std::string_view{};
}

Error message_error(const std::string& file, const YAML::Mark& mark, const std::string& key, const std::string& detail,
                    const std::string& fix) {
  return {"message_file_is_not_valid", key, file + ":" + std::to_string(mark.line + 1) + ": " + key + ": " + detail,
          fix};
}

class Reader {
 public:
  Reader(std::string file, std::map<std::string, Text, std::less<>>& texts) : file_(std::move(file)), texts_(texts) {}

  Status read(const std::string& key, const YAML::Node& node) {
    if (!node.IsMap()) {
      return message_error(file_, node.Mark(), key, "a sentence needs the languages ko and en", "write {ko: …, en: …}");
    }
    if (node["ko"] || node["en"]) return read_sentence(key, node);
    for (const auto& entry : node) {
      const auto name = entry.first.as<std::string>();
      if (const auto status = read(key.empty() ? name : key + "." + name, entry.second); !status) return status;
    }
    return success();
  }

 private:
  Status read_sentence(const std::string& key, const YAML::Node& node) {
    for (const auto& entry : node) {
      const auto name = entry.first.as<std::string>();
      if (name != "ko" && name != "en") {
        return message_error(file_, entry.first.Mark(), key, "'" + name + "' is no language of the product",
                             "keep ko and en only");
      }
    }
    const Text text{node["ko"].as<std::string>(""), node["en"].as<std::string>("")};
    if (text.ko.empty() || text.en.empty()) {
      return message_error(file_, node.Mark(), key, "a language is missing or empty", "write both ko and en");
    }
    auto ko = places_of(text.ko), en = places_of(text.en);
    std::sort(ko.begin(), ko.end());
    std::sort(en.begin(), en.end());
    if (ko != en) {
      return message_error(file_, node.Mark(), key, "the {places} of ko and en differ", "use the same places in both");
    }
    if (!texts_.emplace(key, text).second) {
      return message_error(file_, node.Mark(), key, "the key stands twice", "remove or rename one of them");
    }
    return success();
  }

  std::string file_;
  std::map<std::string, Text, std::less<>>& texts_;
};

}  // namespace

std::string fill(std::string_view sentence, const Places& places) {
  std::string out;
  out.reserve(sentence.size() + 32);
  std::size_t at = 0;
  while (at < sentence.size()) {
    const auto open = sentence.find('{', at);
    if (open == std::string_view::npos) break;
    out.append(sentence.substr(at, open - at));
    const auto name = place_at(sentence, open);
    const auto place = std::find_if(places.begin(), places.end(), [&](const auto& p) { return p.first == name; });
    if (name.empty() || place == places.end()) {
      out.push_back('{');
      at = open + 1;
      continue;
    }
    out.append(place->second);
    at = open + name.size() + 2;
    // A closing quotation mark between value and particle is looked through.
    const auto rest = sentence.substr(at);
    if (!place->second.empty()) at += append_particle(out, rest);
  }
  out.append(sentence.substr(at));
  return out;
}

std::vector<std::string> places_of(std::string_view sentence) {
  std::vector<std::string> names;
  for (auto open = sentence.find('{'); open != std::string_view::npos; open = sentence.find('{', open + 1)) {
    const std::string name(place_at(sentence, open));
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

Result<Messages> Messages::load(const std::string& directory) {
  namespace fs = std::filesystem;
  std::error_code failure;
  std::set<fs::path> files;  // sorted, so that errors come in the same order everywhere
  for (fs::directory_iterator it(directory, failure), end; !failure && it != end; it.increment(failure)) {
    if (it->path().extension() == ".yaml") files.insert(it->path());
  }
  if (failure || files.empty()) {
    return Error{"messages_not_found", "messages", "no message files (*.yaml) in '" + directory + "'",
                 "give the folder with --messages DIR"};
  }
  Messages messages;
  for (const auto& file : files) {
    try {
      const auto status = Reader(file.string(), messages.texts_).read("", YAML::LoadFile(file.string()));
      if (!status) return status.error();
    } catch (const YAML::Exception& error) {
      return message_error(file.string(), error.mark, "", error.msg, "correct the YAML at this line");
    }
  }
  for (const auto& [key, text] : messages.texts_) {
    messages.version_ = hash_text(text.en, hash_text(text.ko, hash_text(key, messages.version_)));
  }
  messages.version_ >>= 16;
  return messages;
}

const Text* Messages::find(std::string_view key) const {
  const auto it = texts_.find(key);
  return it == texts_.end() ? nullptr : &it->second;
}

const Text& Messages::at(std::string_view key) const {
  if (const auto* text = find(key)) return *text;
  throw std::logic_error("no message '" + std::string(key) + "'");
}

std::string Messages::text(std::string_view key, Language language, const Places& places) const {
  return fill(at(key).in(language), places);
}

namespace {

/// The values that make `sentence` of `pattern`; nothing where it is no sentence of that pattern.
std::optional<std::vector<std::pair<std::string, std::string>>> values_of(std::string_view pattern,
                                                                          std::string_view sentence) {
  std::vector<std::pair<std::string, std::string>> values;
  std::string name;
  for (bool first = true;; first = false) {
    const auto open = pattern.find('{');
    const auto literal = pattern.substr(0, open);
    const bool last = open == std::string_view::npos;
    std::size_t at = 0;
    if (first) {
      if (!sentence.starts_with(literal)) return std::nullopt;
    } else if (last) {
      if (!sentence.ends_with(literal)) return std::nullopt;
      at = sentence.size() - literal.size();
    } else {
      at = sentence.find(literal, 1);
      if (at == std::string_view::npos) return std::nullopt;
    }
    if (!first) values.emplace_back(name, std::string(sentence.substr(0, at)));
    if (last) {
      if (at + literal.size() != sentence.size()) return std::nullopt;
      return values;
    }
    sentence.remove_prefix(at + literal.size());
    const auto close = pattern.find('}', open);
    if (close == std::string_view::npos) return std::nullopt;
    name = std::string(pattern.substr(open + 1, close - open - 1));
    pattern.remove_prefix(close + 1);
  }
}

}  // namespace

std::string Messages::translated(std::string_view prefix, std::string_view sentence, Language language) const {
  if (language == Language::english) return std::string(sentence);
  const std::string begin = std::string(prefix) + ".";
  for (auto at = texts_.lower_bound(begin); at != texts_.end() && at->first.starts_with(begin); ++at) {
    const auto values = values_of(at->second.en, sentence);
    if (!values) continue;
    Places places;
    for (const auto& [name, value] : *values) places.emplace_back(name, translated(prefix, value, language));
    return fill(at->second.in(language), places);
  }
  return std::string(sentence);
}

}  // namespace clearway
