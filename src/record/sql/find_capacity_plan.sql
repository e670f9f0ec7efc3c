SELECT version FROM capacity_plan WHERE customs_office = $1 AND from_day = $2
