"""What makes k8slint work. Nothing here is promised to stay: import from `k8slint` and its public modules instead."""
