"""What the stages of a Dockerfile take from other stages and from images."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.instructions import Copy, Onbuild, Run
from k8slint._internal.kinds.images.name import parse_image
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.stages import Dockerfile, Stage
    from k8slint._internal.kinds.images.name import ImageReference
    from k8slint._internal.text.source import Span


class UsedImage(Record):
    """An image that a build takes something from. `span` is its tag where it is written there, else the reference; `named`
    is the whole of that. `base` tells a FROM."""

    image: ImageReference
    span: Span
    named: Span
    base: bool


def used_images(dockerfile: Dockerfile) -> Iterator[UsedImage]:
    """The images from outside that FROM, `COPY --from` and mounts of RUN name, each argument's default once."""
    defaults = set()
    for stage in dockerfile.stages:
        word = stage.from_.image if stage.from_ is not None else None
        if stage.image is not None and word is not None and (word.raw, stage.image.text) not in defaults:
            if word.dynamic:
                defaults.add((word.raw, stage.image.text))
            yield UsedImage(stage.image, stage.image.tag_span or word.span, word.span, True)
        for instruction in stage.instructions:
            if isinstance(instruction, Copy) and instruction.from_ is not None:
                flag = instruction.from_
                named = [(flag.value or "", flag.value_span or flag.span)]
            elif isinstance(instruction, Run) and instruction.flags:
                named = [(mount.from_ or "", mount.span) for mount in instruction.mounts]
            else:
                continue
            for text, span in named:
                if text and not text.isdigit() and dockerfile.stage_named(text, stage) is None:
                    image = parse_image(text)
                    if image is not None:
                        yield UsedImage(image, span, span, False)


def references(stage: Stage) -> Iterator[str]:
    """What `--from` names in a stage, in COPY and in mounts of RUN."""
    for instruction in stage.instructions:
        inner = instruction.trigger if isinstance(instruction, Onbuild) else instruction
        if isinstance(inner, Copy):
            flag = inner.from_
            if flag is not None and flag.value:
                yield flag.value
        elif isinstance(inner, Run):
            for mount in inner.mounts:
                if mount.from_:
                    yield mount.from_
