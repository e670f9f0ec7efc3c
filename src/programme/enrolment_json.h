#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "programme/enrolment.h"

namespace clearway::programme {

/// The kind of case file that an enrolment is.
inline constexpr std::string_view enrolment_kind = "enrolment";

/// The enrolment as the record keeps it. Error enrolment_is_not_readable names the field.
std::string to_json(const Enrolment& enrolment);
Result<Enrolment> from_json(std::string_view json);

}  // namespace clearway::programme
