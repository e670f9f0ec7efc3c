#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "app/json_writer.h"
#include "base/date.h"
#include "law/law.h"

namespace clearway::app {

/// What the law commands print: for people in the chosen language, or as JSON in both languages.
class LawReport {
 public:
  LawReport(Context& context, const law::Law& law) : context_(context), law_(law) {}

  std::string show(const law::Parameter& parameter, Date day);
  std::string show_json(const law::Parameter& parameter, Date day);
  std::string history(const law::Parameter& parameter);
  std::string history_json(const law::Parameter& parameter);
  std::string list(Date day, std::optional<law::Grade> grade);
  std::string list_json(Date day, std::optional<law::Grade> grade);
  std::string problems(const law::Problems& problems);
  std::string problems_json(const law::Problems& problems);
  std::string problem(const law::Problem& problem);
  std::string fix(const law::Problem& problem);

 private:
  std::string grade_text(law::Grade grade);
  std::string heading(const law::Parameter& parameter);
  std::string entry(const law::Parameter& parameter, const law::Entry& entry, bool applied);
  std::string value_text(const law::Parameter& parameter, const law::Content& content);
  std::string unit_text(const law::Parameter& parameter, bool singular);
  std::string claims(const law::Parameter& parameter);
  std::string period(const law::Entry& entry);
  std::string source(const std::string& cite);
  void write_head(JsonWriter& json, const law::Parameter& parameter);
  void write_entry(JsonWriter& json, const law::Entry& entry, bool applied);
  void write_claims(JsonWriter& json, const law::Parameter& parameter);

  Context& context_;
  const law::Law& law_;
};

/// A problem of the law files in the language of the context, for messages on standard error.
Error law_error(Context& context, const law::Problems& problems);

}  // namespace clearway::app
