"""Image references, as Dockerfiles write them: see `k8slint.images.name`."""

from k8slint.images.name import MAX_LENGTH as MAX_LENGTH
from k8slint.images.name import ImageReference as ImageReference
from k8slint.images.name import parse as parse
