#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "law/calendar.h"
#include "record/matters.h"
#include "ruling/departures.h"
#include "ruling/life.h"

namespace clearway::registry {

/// The kind of case file (record::Matter) that is kept here.
inline constexpr std::string_view matter_kind = "ruling";

/// By what rulings are decided; all of it outlives the writes it is used in.
struct Rules {
  const law::Law& law;
  const law::Calendar& calendar;
  const Messages& messages;
};

/// A ruling with the file it stands in.
struct Kept {
  record::Matter matter;
  ruling::Ruling ruling;
};

/// What became of a step. One of both.
struct Taken {
  std::optional<Kept> kept;
  std::optional<ruling::Refused> refused;
};

/// Reads. Error ruling_is_not_readable.
Result<Kept> kept_of(record::Matter matter);
Result<std::optional<Kept>> find(const record::Store& store, std::string_view party_id, std::string_view ruling_id);
Result<std::vector<ruling::Ruling>> all(const record::Store& store);
/// Of one party, what was ever decided.
Result<std::vector<Kept>> decided_of(const record::Store& store, const std::string& party_id);

/// Opens the file of an application, or keeps one that was made elsewhere, as it stands. A repetition of the request is
/// answered with the file.
Result<Kept> open(record::Store& store, const ruling::Ruling& ruling, const record::Origin& origin);

/// Takes a step. Errors: version_is_not_current if the file has moved on since it was read,
/// request_id_was_used_for_another_request.
Result<Taken> take(record::Store& store, const Rules& rules, const Kept& kept, ruling::Action action,
                   const ruling::Given& given, Date today, const record::Origin& origin);

/// Holds a declaration against the rulings of its party; writes nothing.
Result<std::vector<ruling::Departures>> departures(const record::Store& store, const Rules& rules,
                                                   const detection::Filed& filed,
                                                   const assessment::Assessment& assessed);
/// The same when it is lodged: each ruling that it is about gets it as a step of its file, once.
Result<std::vector<ruling::Departures>> hold(record::Store& store, const Rules& rules, const detection::Filed& filed,
                                             const assessment::Assessment& assessed, const record::Origin& origin);

/// What days bring: rulings whose validity is over expire. Answers with how many files moved.
Result<std::size_t> follow(record::Store& store, const Rules& rules, Date today, Instant now);

}  // namespace clearway::registry
