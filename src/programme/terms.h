#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/explained.h"
#include "base/messages.h"
#include "law/law.h"
#include "programme/enrolment.h"

namespace clearway::programme {

/// What a programme is on a day, as law/kr/programme has it.
struct Terms {
  bool open = false;  // firms may be designated, and a year may be opened
  bool broker_verifies = false, customs_reviews = false, exempts_from_audit = false;
  std::string cite;
  law::Grade grade = law::Grade::verify;
};
/// Closed for a day before the programme began.
Terms terms_on(const law::Law& law, Scheme scheme, Date day);

/// One question of the self-check, with its field.
struct Question {
  std::string field, question;
  Text field_text, text;
};
/// In the order of the fields.
std::vector<Question> questions_on(const law::Law& law, Date day);

/// Whether a criterion is met, and the sentence that says why.
struct Criterion {
  std::string name;
  Text title;
  bool met = false;
  Step step;
};
/// Every criterion of a designation, in order.
std::vector<Criterion> criteria_of(const law::Law& law, const Messages& messages, const Facts& facts, Date day);

/// Whether what a firm declared on `declared_on` is exempt from customs audit on `on`, and why. `enrolments`: all of
/// the firm. `field`: what would be audited; empty means the tax of the declaration as such.
Explained<bool> exempt_from_audit(const law::Law& law, const Messages& messages,
                                  const std::vector<Enrolment>& enrolments, Date declared_on, std::string_view field,
                                  Date on);
/// The field that a detector asks about; empty where none of the six is.
std::string field_of_detector(const law::Law& law, std::string_view detector, Date day);

}  // namespace clearway::programme
