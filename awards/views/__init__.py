"""The pages of awards: public ones, dossiers, appraisal, decisions."""
