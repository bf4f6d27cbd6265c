"""Panel packs and dossiers."""
