#pragma once

// A day of random selection as an office publishes it, for tests that verify it or tamper with it.

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <string>

#include "risk/random_day.h"

namespace clearway::risk::testing {

inline const Date day = Date::of(2026, 11, 24);

/// An office's key pair, and a day of 300 declarations drawn honestly.
struct HonestDay {
  HonestDay() {
    EXPECT_GE(sodium_init(), 0);
    crypto_sign_keypair(public_key.data(), secret_key.data());
    const Secret secret = secret_from_seed(7, day);
    const std::string personal_key(32, 'k');
    file.day = day;
    file.commitment = to_hex(commitment(day, secret));
    file.committed_at = Instant::parse("2026-11-23T03:00:00.000000Z");
    file.secret = to_hex(secret);
    file.key_check = record_key_check(personal_key);
    file.public_key = to_hex(public_key);
    const DayDraw draws(day, secret);
    for (int i = 0; i < 300; ++i) {
      DayRow row;
      row.record = record_key(personal_key, "B12345" + std::to_string(i % 20), "D-" + std::to_string(i));
      row.procedure = i % 5 == 0 ? "simplified" : "manifest";
      row.policy = "policy-0123456789ab";
      row.ratio_micro = i % 5 == 0 ? 15'000 : 200'000;
      row.selected = draws.draw({}, row.record) < static_cast<double>(row.ratio_micro) / 1e6;
      file.list.push_back(row);
    }
    complete(file);
    sign(file);
  }
  void sign(DayFile& signed_file) const {
    std::array<std::uint8_t, 64> signature;
    const auto text = signed_text(signed_file);
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         secret_key.data());
    signed_file.signature = to_hex(signature);
  }
  std::size_t first(bool selected) const {
    const auto found = std::find_if(file.list.begin() + 10, file.list.end(),
                                    [&](const DayRow& row) { return row.selected == selected; });
    return static_cast<std::size_t>(found - file.list.begin());
  }
  std::array<std::uint8_t, 32> public_key;
  std::array<std::uint8_t, 64> secret_key;
  DayFile file;
};

}  // namespace clearway::risk::testing
