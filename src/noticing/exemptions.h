#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/messages.h"
#include "detection/finding.h"
#include "law/law.h"
#include "programme/enrolment.h"
#include "record/store.h"

namespace clearway::noticing {

/// What firms have settled in a programme: nobody is asked about it again.
class Exemptions {
 public:
  /// Errors: enrolment_is_not_readable, and those of the record.
  static Result<Exemptions> load(const record::Store& store);

  /// Whether a finding is about something settled: its field is one of those of the programme, and the year of its
  /// declaration was accepted.
  bool cover(const law::Law& law, const Messages& messages, const detection::Finding& finding, Date declared_on,
             Date today) const;

 private:
  std::map<std::string, std::vector<programme::Enrolment>> of_party_;
};

}  // namespace clearway::noticing
