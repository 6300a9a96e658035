"""The kinds of files, what they mean, and the facts that they tell the project."""
