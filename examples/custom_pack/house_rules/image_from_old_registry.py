"""`image-from-old-registry`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Options, Rule, Severity, Span
from k8slint.kubernetes import Container


class ImageFromOldRegistry(Rule[Container]):
    """The old registry is switched off at the end of the year, and then this image cannot be pulled any more.

    Every image was copied to the new registry under the same name: change the host.

    Fix safety: safe; both registries hold the same images.
    """

    class Options(Options):
        """
        old: host that must no longer be used
        new: host that takes its place
        """

        old: str = "registry.old.example.com"
        new: str = "registry.example.com"

    name = "image-from-old-registry"
    category = "deprecation"
    severity = Severity.ERROR
    profile = "development"
    examples = (
        Bad(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n"
            "      image: «registry.old.example.com»/shop/web:1.4\n",
            fixed="apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n"
            "      image: registry.example.com/shop/web:1.4\n",
        ),
        Good(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n"
            "      image: registry.example.com/shop/web:1.4\n",
        ),
    )

    def check(self, container: Container) -> Findings:
        image = container.image
        old = self.options.old
        if image is None or image.style != "plain" or not image.text.startswith(old + "/"):
            return
        host = Span(image.start, image.start + len(old))
        fix = None if image.shared else Fix(f"pull from `{self.options.new}`", (Edit(host, self.options.new),))
        yield self.finding(host, f"`{old}` is switched off; pull from `{self.options.new}`", fix=fix)
