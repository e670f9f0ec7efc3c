#pragma once

#include <string>
#include <vector>

#include "arrears/statement.h"
#include "base/json_writer.h"
#include "base/messages.h"
#include "ledger/book.h"

namespace clearway::arrears {

/// The members of a statement, into an object that is open; docs/debt-statement.md says what they mean. Sentences stand
/// in both languages.
void write(JsonWriter& json, const Terms& terms, const Messages& messages, const File& file,
           const Statement& statement);
/// The lines of the ledger behind it, as a list.
void write(JsonWriter& json, const Terms& terms, const std::vector<ledger::StatementLine>& lines);
/// The events of the file that count on the day, as known then, as a list; each with its place in the file.
void write_events(JsonWriter& json, const Messages& messages, const File& file, const Statement& statement);

/// The statement for a reader: what is owed and why, line by line.
std::string to_text(const Terms& terms, const Messages& messages, const File& file, const Statement& statement,
                    Language language);

}  // namespace clearway::arrears
