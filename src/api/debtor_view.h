#pragma once

#include "api/call.h"
#include "api/examination.h"
#include "record/matters.h"

namespace clearway::api {

/// A debt, and what is decided about it, is its debtor's own to see; of customs, its office's. What came from no office
/// is every office's.
inline bool is_debtors_or_offices(const Call& call, const record::Matter& matter) {
  if (!call.who->is_customs()) {
    return !call.who->account.party_id.empty() && matter.party_id == call.who->account.party_id;
  }
  return matter.customs_office.empty() || works_in(*call.who, matter.customs_office);
}

}  // namespace clearway::api
