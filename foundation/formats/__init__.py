"""How Django itself writes and reads dates and numbers where no filter or field of ours does."""
