"""What a rule is, and how rules are found, chosen and loaded."""
