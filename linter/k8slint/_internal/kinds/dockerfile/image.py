"""Image references, as Dockerfiles write them: see `k8slint._internal.kinds.images.name`."""

from k8slint._internal.kinds.images.name import MAX_LENGTH as MAX_LENGTH
from k8slint._internal.kinds.images.name import ImageReference as ImageReference
from k8slint._internal.kinds.images.name import parse_image as parse_image
