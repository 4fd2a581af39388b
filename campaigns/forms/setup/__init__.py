"""The forms of the guided way: begin a campaign, and its steps, each compared with what is stored."""
