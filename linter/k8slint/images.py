"""Names of images, and what is known of them.

Names are imported when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.images.known import KnownImage as KnownImage
    from k8slint._internal.kinds.images.known import is_published as is_published
    from k8slint._internal.kinds.images.known import known_image as known_image
    from k8slint._internal.kinds.images.name import ImageReference as ImageReference
    from k8slint._internal.kinds.images.name import parse_image as parse_image
    from k8slint._internal.kinds.images.name import split_image as split_image
    from k8slint._internal.kinds.images.name import version_remedy as version_remedy
    from k8slint._internal.kinds.images.official import is_official as is_official
    from k8slint._internal.kinds.images.platforms import default_shell as default_shell
else:
    from k8slint._internal.lazy import lazy

    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "kinds.images.known": (
                "KnownImage",
                "is_published",
                "known_image",
            ),
            "kinds.images.name": (
                "ImageReference",
                "parse_image",
                "split_image",
                "version_remedy",
            ),
            "kinds.images.official": ("is_official",),
            "kinds.images.platforms": ("default_shell",),
        },
    )
