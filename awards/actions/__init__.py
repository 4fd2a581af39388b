"""Actions on dossiers, nominations, decisions and the register: each is one transaction and records its events."""
