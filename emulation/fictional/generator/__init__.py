"""Large fictional data: a province, ten, or the nation, with a whole year of sheets and awards, from one seed.

The rows are those that the actions would have written, put in by the thousand. `sizes` says how many, `names.toml` what
they are called; `units` and `people` who; `fates` what became of each sheet, `sheets` what stands in it, `year` writes
it down; `dossiers` and `decisions` tell who was honoured. Figures are those of the demo.
"""
