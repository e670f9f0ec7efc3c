#include "noticing/letterhead.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace clearway::noticing {
namespace {

/// Ends the reading of the file with its first problem.
struct Wrong {
  Error error;
};

[[noreturn]] void wrong(const YAML::Node& node, const std::string& where, const std::string& what,
                        const std::string& fix) {
  const auto line = node.IsDefined() && node.Mark().line >= 0 ? ":" + std::to_string(node.Mark().line + 1) : "";
  throw Wrong{{"policy_is_not_valid", "policy", "letterhead.yaml" + line + ": " + where + ": " + what, fix}};
}

std::string string_of(const YAML::Node& parent, const std::string& key, const std::string& where) {
  if (!parent.IsMap() || !parent[key] || !parent[key].IsScalar() || parent[key].Scalar().empty()) {
    wrong(parent, where, "'" + key + "' is missing", "add it");
  }
  return parent[key].Scalar();
}

Text text_of(const YAML::Node& parent, const std::string& key, const std::string& where) {
  if (!parent.IsMap() || !parent[key]) wrong(parent, where, "'" + key + "' is missing", "add it");
  const auto inside = where + "." + key;
  return {string_of(parent[key], "ko", inside), string_of(parent[key], "en", inside)};
}

/// What is left out is that of `any`; null: everything is needed.
OfficeHead office_of(const YAML::Node& node, const std::string& where, const OfficeHead* any) {
  if (!node.IsMap()) wrong(node, where, "is missing", "add head, address, phone, department, person and the rest");
  for (const auto& entry : node) {
    const auto key = entry.first.Scalar();
    static const std::array<std::string_view, 8> keys = {"head",   "address",       "phone", "department",
                                                         "person", "contact_phone", "email", "hours"};
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      wrong(entry.first, where, "'" + key + "' is not known", "take it out");
    }
  }
  OfficeHead office;
  const auto text = [&](const char* key, Text OfficeHead::*member) {
    office.*member = any != nullptr && !node[key] ? any->*member : text_of(node, key, where);
  };
  const auto string = [&](const char* key, std::string OfficeHead::*member) {
    office.*member = any != nullptr && !node[key] ? any->*member : string_of(node, key, where);
  };
  text("head", &OfficeHead::head);
  text("address", &OfficeHead::address);
  text("department", &OfficeHead::department);
  text("person", &OfficeHead::person);
  text("hours", &OfficeHead::hours);
  string("phone", &OfficeHead::phone);
  string("contact_phone", &OfficeHead::contact_phone);
  string("email", &OfficeHead::email);
  return office;
}

Letterhead read_all(const YAML::Node& root) {
  if (!root.IsMap()) wrong(root, "file", "is no map", "see policy/letterhead.yaml of the product");
  Letterhead out;
  out.public_url = string_of(root, "public_url", "file");
  while (out.public_url.ends_with('/')) out.public_url.pop_back();
  const auto mail = root["mail"];
  if (!mail) wrong(root, "file", "'mail' is missing", "add it");
  out.mail_from_name = text_of(mail, "from_name", "mail");
  out.mail_from = string_of(mail, "from", "mail");
  out.mail_domain = string_of(mail, "domain", "mail");
  if (out.mail_from.find('@') == std::string::npos) wrong(mail, "mail", "'from' is no address", "write name@domain");
  out.any = office_of(root["any"], "any", nullptr);
  for (const auto& entry : root["offices"]) {
    const auto code = entry.first.Scalar();
    out.offices.emplace(code, office_of(entry.second, "offices." + code, &out.any));
  }
  return out;
}

}  // namespace

Result<Letterhead> Letterhead::read(std::string_view yaml) {
  try {
    return read_all(YAML::Load(std::string(yaml)));
  } catch (const Wrong& problem) {
    return problem.error;
  } catch (const YAML::Exception& problem) {
    return Error{"policy_is_not_valid", "policy",
                 "letterhead.yaml:" + std::to_string(problem.mark.line + 1) + ": " + problem.msg,
                 "correct the file at that place"};
  }
}

Result<Letterhead> Letterhead::load(const std::string& policy_folder) {
  const auto path = policy_folder + "/letterhead.yaml";
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{"policy_is_not_valid", "policy", path + " cannot be read", "put the file there"};
  return read(std::string(std::istreambuf_iterator<char>(in), {}));
}

const OfficeHead& Letterhead::of(std::string_view customs_office) const {
  const auto found = offices.find(customs_office);
  return found == offices.end() ? any : found->second;
}

}  // namespace clearway::noticing
