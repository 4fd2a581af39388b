"""The screens of campaigns: launch, phases, lists of sheets."""
