"""What happens to dossiers, nominations, decisions and the register: each act is one transaction and its events."""
