"""What a skaffold file tells the project: which Dockerfile makes which image.

After skaffold.dev/docs/references/yaml (v4beta13): `build.artifacts`. Profiles only count when asked for, so they are left out.
"""

from __future__ import annotations

from k8slint._internal.files.confine import folder, is_remote, join
from k8slint._internal.kinds.facts import Build, SkaffoldFacts, Text
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar
from k8slint._internal.text.literal import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.syntax.yaml.documents import Stream

_OTHER_BUILDERS = ("bazel", "jib", "jibMaven", "jibGradle", "buildpacks", "buildpack", "ko", "custom")
"""Builders that read no Dockerfile, or another than skaffold names."""


def facts(path: str, stream: Stream) -> SkaffoldFacts:
    """The artifacts of every config of the file; one that another builder makes has no Dockerfile."""
    return SkaffoldFacts(tuple(build for document in stream.documents for build in _builds(path, document.root)))


def _builds(path: str, root: object) -> Iterator[Build]:
    build = root.mapping("build") if isinstance(root, Mapping) else None
    if build is None:
        return
    base = folder(path)
    for artifact in build.items("artifacts"):
        if isinstance(artifact, Mapping):
            found = _artifact(base, artifact)
            if found is not None:
                yield found


def _artifact(base: str, artifact: Mapping) -> Build | None:
    image = artifact.string("image") or artifact.string("imageName")
    if image is None:
        return None
    context_node = artifact.scalar("context") or artifact.scalar("workspace")
    context = _join(base, context_node) if context_node is not None else base
    builder = artifact.mapping("docker") or artifact.mapping("kaniko")
    file_node = builder.scalar("dockerfile") or builder.scalar("dockerfilePath") if builder is not None else None
    target = builder.string("target") if builder is not None else None
    other = any(artifact.get(key) is not None for key in _OTHER_BUILDERS)
    dockerfile = None
    if context is not None and not other:
        name = file_node.text if file_node is not None else "Dockerfile"
        dockerfile = None if not is_literal(name) else join(context, name) or None
    return Build(
        Text(image.text if is_literal(image.text) else None, image.span),
        dockerfile,
        context,
        None if target is None else target.text or None,
        artifact.span,
        "skaffold",
        None if context_node is None else context_node.span,
        None if file_node is None else file_node.span,
    )


def _join(base: str, node: Scalar) -> str | None:
    text = node.text
    return None if not is_literal(text) or is_remote(text) else join(base, text)
