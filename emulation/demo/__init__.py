"""The demo: fictional units, people and filings around the real campaign of 2015, built through the actions.

`units.toml` and `people.toml` say who, `campaign-2014.toml`, `calendar.toml` and `works.toml` what and when;
`sheets` fills in any sheet plausibly and always the same; `year_2014` and `year_2015` tell what happened.
"""
