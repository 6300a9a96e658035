"""For those who write rules: running examples, drawing pages, making the index."""
