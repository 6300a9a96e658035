"""The ground: texts, places in them, edits of them, and what is found in them."""
