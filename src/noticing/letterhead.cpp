#include "noticing/letterhead.h"

#include <algorithm>
#include <array>

#include "base/policy_file.h"

namespace clearway::noticing {
namespace {

/// What is left out is that of `any`; null: everything is needed.
OfficeHead office_of(const PolicyFile& file, const YAML::Node& node, const std::string& where, const OfficeHead* any) {
  if (!node.IsMap()) file.wrong(node, where, "is missing", "add head, address, phone, department, person and the rest");
  for (const auto& entry : node) {
    const auto key = entry.first.Scalar();
    static const std::array<std::string_view, 8> keys = {"head",   "address",       "phone", "department",
                                                         "person", "contact_phone", "email", "hours"};
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      file.wrong(entry.first, where, "'" + key + "' is not known", "take it out");
    }
  }
  OfficeHead office;
  const auto text = [&](const char* key, Text OfficeHead::*member) {
    office.*member = any != nullptr && !node[key] ? any->*member : file.both(node, key, where);
  };
  const auto string = [&](const char* key, std::string OfficeHead::*member) {
    office.*member = any != nullptr && !node[key] ? any->*member : file.text(node, key, where);
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

Letterhead read_all(const PolicyFile& file, const YAML::Node& root) {
  if (!root.IsMap()) file.wrong(root, "file", "is no map", "see policy/letterhead.yaml of the product");
  Letterhead out;
  out.public_url = file.text(root, "public_url", "file");
  while (out.public_url.ends_with('/')) out.public_url.pop_back();
  const auto mail = root["mail"];
  if (!mail) file.wrong(root, "file", "'mail' is missing", "add it");
  out.mail_from_name = file.both(mail, "from_name", "mail");
  out.mail_from = file.text(mail, "from", "mail");
  out.mail_domain = file.text(mail, "domain", "mail");
  if (out.mail_from.find('@') == std::string::npos)
    file.wrong(mail, "mail", "'from' is no address", "write name@domain");
  out.any = office_of(file, root["any"], "any", nullptr);
  for (const auto& entry : root["offices"]) {
    const auto code = entry.first.Scalar();
    out.offices.emplace(code, office_of(file, entry.second, "offices." + code, &out.any));
  }
  return out;
}

}  // namespace

Result<Letterhead> Letterhead::read(std::string_view yaml) {
  return read_policy<Letterhead>("letterhead.yaml", yaml, read_all);
}

Result<Letterhead> Letterhead::load(const std::string& policy_folder) {
  const auto text = policy_text(policy_folder, "letterhead.yaml");
  if (!text) return text.error();
  return read(*text);
}

const OfficeHead& Letterhead::of(std::string_view customs_office) const {
  const auto found = offices.find(customs_office);
  return found == offices.end() ? any : found->second;
}

}  // namespace clearway::noticing
