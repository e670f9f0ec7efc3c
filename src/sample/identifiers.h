#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace clearway::sample {

/// Identifiers that keep the form and the check digit of real ones, from ranges that are never issued.

/// Business registration number 000-xx-xxxxx (tax offices begin at 101); serial below 1,000,000.
std::string business_number(std::uint32_t serial);
/// Personal clearance code P000000xxxxxx.
std::string personal_code(std::uint32_t serial);
/// Postal item S10, "EM" + serial of 8 digits + check digit + "KR".
void append_postal_item(std::string& out, std::string_view service, std::uint32_t serial);
/// Container SMPU + serial of 6 digits + check digit of ISO 6346.
void append_container(std::string& out, std::uint32_t serial);
/// `value` with leading zeros.
void append_padded(std::string& out, std::uint64_t value, int width);

}  // namespace clearway::sample
