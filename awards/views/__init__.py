"""Pages of awards: public pages, dossiers, appraisal, decisions."""
