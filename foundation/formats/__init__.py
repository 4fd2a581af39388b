"""Django's own formats of dates and numbers, used where no filter or field of ours is."""
