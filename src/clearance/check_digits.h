#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace clearway::clearance {

/// Weights of the first nine digits of a business registration number (law: id.brn.weights).
using BusinessNumberWeights = std::array<std::uint8_t, 9>;

/// The check digit of the first nine digits; `digits` has at least nine, all digits.
/// s = sum of digit x weight + floor(ninth digit x 5 / 10); 10 - s mod 10, of which the last digit.
int business_number_check_digit(std::string_view digits, const BusinessNumberWeights& weights);
/// Ten digits, with or without the dashes of xxx-xx-xxxxx, whose last is the check digit.
bool is_business_number(std::string_view text, const BusinessNumberWeights& weights);

/// Weights of the eight serial digits of a postal item number (law: id.s10.weights).
using PostalWeights = std::array<std::uint8_t, 8>;
/// Check digit of a postal item number (UPU S10): 11 - sum mod 11, where 10 becomes 0 and 11 becomes 5.
int postal_check_digit(std::string_view serial, const PostalWeights& weights);
/// Two letters, nine digits, two letters: what looks like a postal item number.
bool has_postal_shape(std::string_view text);
/// A postal item number whose check digit is right.
bool is_postal_item(std::string_view text, const PostalWeights& weights);

/// Four letters and seven digits of which the last is the check digit of ISO 6346.
bool is_container(std::string_view text);
/// The check digit of the first ten characters; nothing where they are no container number.
std::optional<int> container_check_digit(std::string_view text);

}  // namespace clearway::clearance
