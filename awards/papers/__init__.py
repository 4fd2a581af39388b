"""Papers of dossiers and decisions: contexts for templates/papers, rendered by foundation.documents.pdf."""
