#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace clearway::sample {

enum class Category : std::uint8_t { beauty, apparel, music, food, electronics, books, living, industry };
inline constexpr std::size_t category_count = 8;

/// What the invented exporters sell: median price and net weight of a piece, and how it is described.
struct Product {
  Category category;
  std::string_view tariff_code;  // HSK, 10 digits
  std::string_view description;  // in English, as E27 asks
  std::string_view commercial_name;
  std::string_view specification;
  std::string_view composition;       // empty where the element does not ask for it
  std::string_view unit;              // of the line quantity
  std::string_view statistical_unit;  // empty: the tariff line has none
  std::int32_t price_krw;             // median FOB of a piece
  std::int32_t price_octaves;         // spread between sellers, 1/1024 of a doubling
  std::int32_t grams;                 // median net weight of a piece
  std::uint16_t popularity;           // within its category
};

/// Ordered by category.
std::span<const Product> products();
std::span<const Product> products_of(Category category);

/// Goods that need a permit or are strategic; only planted irregularities and permit holders export them.
std::span<const Product> controlled_products();

}  // namespace clearway::sample
