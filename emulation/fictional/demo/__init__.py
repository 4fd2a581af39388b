"""The demos: fictional units, people and filings around the campaigns of 2015 and of 2026, created by the actions.

`files` says where a scenario has its data: that of 2015 here, that of 2026 in `data_2026/`. `units.toml` and
`people.toml` say who, the campaign's file and `works.toml` what and when, `awards.toml` who was honoured. `sheets`
fills in any sheet, always in the same way; `year_2014`, `year_2015`, `year_2026` and `awards` schedule the acts.
"""
