"""How far the findings can be trusted: clean forms, planted defects, annotated documents."""
