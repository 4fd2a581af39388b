"""The demo: fictional units, people and filings around the real campaign of 2015, created by the actions.

`units.toml` and `people.toml` say who, `campaign-2014.toml`, `calendar.toml` and `works.toml` what and when,
`awards.toml` who was honoured. `sheets` fills in any sheet, always in the same way; `year_2014`, `year_2015` and
`awards` schedule the acts.
"""
