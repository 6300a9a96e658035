"""k8slint lints Dockerfiles and Kubernetes manifests as one system."""

from __future__ import annotations

__version__ = "0.1.0"
