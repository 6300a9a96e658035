"""Which stages the final one needs."""

from __future__ import annotations

from k8slint.dockerfile.instructions import Copy, Onbuild, Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.dockerfile.tree import Dockerfile, Stage


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


def used(dockerfile: Dockerfile) -> frozenset[int]:
    """Indices of the stages that the final one is built from. A reference that holds a variable may mean any earlier one."""
    if not dockerfile.stages:
        return frozenset()
    found: set[int] = set()
    waiting = [dockerfile.stages[-1]]
    while waiting:
        stage = waiting.pop()
        if stage.index in found:
            continue
        found.add(stage.index)
        if stage.base is not None:
            waiting.append(stage.base)
        elif stage.from_ is not None and stage.image is None:
            waiting.extend(dockerfile.stages[: stage.index])
        for name in references(stage):
            if "$" in name:
                waiting.extend(dockerfile.stages[: stage.index])
                continue
            target = dockerfile.stage_named(name, stage)
            if target is not None:
                waiting.append(target)
    return frozenset(found)
