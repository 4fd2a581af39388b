"""The papers of dossiers and decisions: contexts of templates/papers, rendered by foundation.documents.pdf."""
