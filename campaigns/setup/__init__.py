"""What a campaign's steps of the guided way hold: what is stored, as a form shows it, and as texts of lines."""
