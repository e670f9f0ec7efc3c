#pragma once

#include "record/store.h"
#include "risk/random_day.h"

namespace clearway::lodging {

/// The rows of a day of random selection from the record: every declaration that was drawn with the day's secret. A day
/// that is still open gives those so far.
Result<std::vector<risk::DayRow>> rows_of_day(const record::Store& store, const record::RandomDay& day);

/// The published file of a day that is closed, its secret where it is revealed. Error random_day_is_open.
Result<risk::DayFile> day_file(const record::Store& store, Date day);

/// Closes the day: its rows are counted, and their digest becomes a record. What is written meanwhile must not belong
/// to the day any more.
Status close_day(record::Store& store, const record::RandomDay& day, Instant now);

/// The file against the record: rows, secret's commitment and the digest that was recorded when the day was closed.
Result<std::vector<risk::DayProblem>> compare_with_record(const record::Store& store, const risk::DayFile& file);

}  // namespace clearway::lodging
