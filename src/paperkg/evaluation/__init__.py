"""How right extraction is: annotated papers, and the scores against them."""
