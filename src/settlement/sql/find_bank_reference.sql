SELECT party_id, receipt_id, digest FROM bank_reference WHERE reference = $1
