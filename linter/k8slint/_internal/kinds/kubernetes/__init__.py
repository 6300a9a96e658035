"""Kubernetes objects as rules see them: views over the nodes of a manifest, and tables of what the API knows."""
