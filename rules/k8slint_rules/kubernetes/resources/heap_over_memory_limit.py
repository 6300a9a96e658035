"""`heap-over-memory-limit`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.kubernetes import Container
from k8slint.yaml import Scalar, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match, Pattern

_OPTION = (
    r"(?<![\w-])(?:(?:-Xmx|-XX:MaxHeapSize=)(?P<size>\d{1,18})(?P<unit>[kKmMgGtT]?)"
    r"|-XX:MaxRAMPercentage=(?P<share>\d{1,3}(?:\.\d{1,9})?))(?![\w.])"
)
"""Sizes of the java command's documentation (`-Xmx`, `-XX:MaxHeapSize`, `-XX:MaxRAMPercentage`)."""

_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_pattern: list[Pattern[str]] = []


class HeapOverMemoryLimit(Rule[Container]):
    """A JVM whose heap may grow to the memory limit of its container is killed (`OOMKilled`) before the heap is full,
    because threads, classes and buffers need memory too. It does not even collect garbage first: it does not know about
    the limit.

    Leave at least a quarter of the limit free: write a smaller `-Xmx`, raise the limit, or replace `-Xmx` by
    `-XX:MaxRAMPercentage=75`.

    k8slint reads `env` (`JAVA_OPTS`, `JAVA_TOOL_OPTIONS`, `JDK_JAVA_OPTIONS` and others), `command` and `args`. The
    last option of a line counts, as it does for `java`.

    References: https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html,
    https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
    """

    name = "heap-over-memory-limit"
    title = "The Java heap does not fit the memory limit"
    category = "reliability"
    severity = Severity.WARNING
    profile = "development"
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1
      env:
        - name: JAVA_OPTS
          value: "-server «-Xmx1g»"
      resources:
        limits:
          memory: 1Gi
    - name: search
      image: search:1
      command: ["sh", "-c", "exec java «-Xmx2048m» -jar search.jar"]
      resources:
        limits:
          memory: 2000Mi
    - name: mail
      image: mail:1
      args:
        - «-XX:MaxRAMPercentage=100.0»
        - -jar
        - mail.jar
      resources:
        limits: {memory: 512Mi}
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1
      env:
        - name: JAVA_TOOL_OPTIONS
          value: -Xmx4g -Xmx700m
      resources:
        limits:
          memory: 1Gi
    - name: search
      image: search:1
      command: [java, -Xmx8g, -jar, search.jar]
""",
            why="The last `-Xmx` counts; without a limit there is nothing to compare.",
        ),
    )

    def check(self, container: Container) -> Findings:
        limit = container.limit("memory")
        quantity = container.limit_quantity("memory")
        if limit is None or quantity is None or quantity.nanos <= 0:
            return
        places = list(_in_sequence(container, "command")) + list(_in_sequence(container, "args"))
        if not places:
            places = list(_in_env(container))
        for scalar, option in places:
            share = option["share"]
            if share is not None and float(share) >= 100:
                what = f"the heap may grow to the whole memory limit of `{limit.text}`"
            elif share is None and int(option["size"]) * _UNITS[option["unit"].lower()] >= quantity.units:
                what = f"a heap of `{option['size']}{option['unit']}` does not fit into the memory limit `{limit.text}`"
            else:
                continue
            span = within(container.source, scalar, option.start(), option.end())
            message = (
                f"{what}, so the container is killed before the heap is full; leave a quarter to the rest of the JVM"
            )
            yield self.finding(span, message, related=(Related("", limit.span, "the limit"),))


def _in_sequence(container: Container, name: str) -> Iterator[tuple[Scalar, Match[str]]]:
    """The option that counts in a command line; each part of it is looked through, since a shell may split it."""
    found = None
    for item in container.node.items(name):
        option = _last(item)
        if option is not None and isinstance(item, Scalar):
            found = (item, option)
    if found is not None:
        yield found


def _in_env(container: Container) -> Iterator[tuple[Scalar, Match[str]]]:
    for variable in container.env:
        value = variable.string("value")
        option = _last(value)
        if value is not None and option is not None:
            yield value, option


def _last(node: object) -> Match[str] | None:
    if not isinstance(node, Scalar) or "-X" not in node.text or len(node.text) > 100_000:
        return None
    if not _pattern:
        import re

        _pattern.append(re.compile(_OPTION))
    last = None
    for last in _pattern[0].finditer(node.text):  # noqa: B007
        pass
    return last
