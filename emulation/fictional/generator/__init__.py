"""Large fictional data: a province, ten, or the nation, with a whole year of sheets and awards, from one seed.

The rows equal those that the actions would have written, but are inserted in bulk. `sizes` says how many, `phases`
which phases the campaign has, `names.toml` their names; `units` and `people` create units and users; `outcomes` draws
the outcome of each sheet, `sheets` its content, `year` inserts them; `dossiers` and `decisions` create awards. Figures
come from `demo/figures.py`.
"""
