"""Domain, rules, records and database of Steercheck: everything that needs no window and no sound."""
