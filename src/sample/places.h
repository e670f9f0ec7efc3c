#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace clearway::sample {

struct Destination {
  std::string_view country;   // ISO 3166-1
  std::string_view currency;  // the sellers' usual one
  std::string_view calling_code;
  std::uint16_t share;                     // of all parcels, per thousand
  std::array<std::string_view, 3> cities;  // invented
  std::array<std::string_view, 6> given_names;
  std::string_view surname;  // the word for "sample" there, so that nobody mistakes the person for a real one
  std::uint16_t remote;      // 1: rarely served
};
std::span<const Destination> destinations();

/// Where parcels of a kind leave the country.
struct Exit {
  std::string_view customs_office;   // 3 digits
  std::string_view customs_section;  // 2 digits
  std::string_view port;             // UN/LOCODE
  std::string_view transport_mode;   // 10 sea, 40 air, 50 mail
  std::string_view warehouse_postcode;
  std::string_view warehouse_address;
};
enum class ExitKind : std::uint8_t {
  incheon_airport,
  gimpo,
  incheon_port,
  pyeongtaek,
  busan,
  international_mail,
  seoul
};
const Exit& exit_of(ExitKind kind);

struct Region {
  std::string_view ko, en;
};
std::span<const Region> regions();

}  // namespace clearway::sample
