#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/messages.h"
#include "base/result.h"
#include "base/text.h"

namespace clearway::noticing {

/// What of an office stands on its letters.
struct OfficeHead {
  Text head, address, department, person, hours;  // `head` with the place {office}
  std::string phone, contact_phone, email;
};

/// policy/letterhead.yaml. Immutable.
struct Letterhead {
  std::string public_url;  // without a slash at its end
  Text mail_from_name;
  std::string mail_from, mail_domain;
  OfficeHead any;
  std::map<std::string, OfficeHead, std::less<>> offices;

  /// Error policy_is_not_valid: file, line, place and what would fix it.
  static Result<Letterhead> load(const std::string& policy_folder);
  static Result<Letterhead> read(std::string_view yaml);
  const OfficeHead& of(std::string_view customs_office) const;
};

}  // namespace clearway::noticing
