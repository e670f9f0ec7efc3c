#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace clearway {

/// A number from 0 up to 2^64 that follows from its parts (a purpose, a secret key, what is drawn about) and that
/// nobody can tell without the key. Parts are framed: ("ab", "c") is not ("a", "bc").
std::uint64_t keyed_draw(std::initializer_list<std::string_view> parts);

}  // namespace clearway
