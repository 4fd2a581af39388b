"""The pages of campaigns: launch, phases, sheets and their lists."""
