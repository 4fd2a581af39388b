"""What happens: verbs with keyword `by`, each one transaction and one event."""
