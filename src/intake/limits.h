#pragma once

#include <cstddef>

// What keeps memory bounded whatever a file holds. Technical limits of the readers, none of law.
namespace clearway::intake {

/// Items of one declaration. The official systems number items with three digits.
inline constexpr std::size_t max_items = 999;
/// Items of one batch; it ends early when it has more.
inline constexpr std::size_t max_batch_items = 8'192;
/// Bytes of a declaration_id.
inline constexpr std::size_t max_id_bytes = 100;

}  // namespace clearway::intake
