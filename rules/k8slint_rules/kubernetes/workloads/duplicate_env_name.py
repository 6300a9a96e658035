"""`duplicate-env-name`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Related, Rule, Severity
from k8slint.kubernetes.containers import Container
from k8slint.yaml.edits import remove_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.yaml.tree import Mapping


class DuplicateEnvName(Rule[Container]):
    """Of several variables of one name the last one counts, and server-side apply refuses the list or drops one of them.

    Keep one. A later value that builds on the earlier one (`PATH: $(PATH):/opt/bin`) is meant, and silent.

    Fix safety: safe where both say the same; unsafe where they differ: the earlier one, which has no effect, goes. None is
    offered where a variable in between may use it.
    """

    name = "duplicate-env-name"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("kube-linter:duplicate-env-var", "kube-score:environment-variable-key-duplication")
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      env:
        - name: LEVEL
          value: info
        - name: MODE
          value: fast
        - name: «LEVEL»
          value: info
""",
            fixed="""\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      env:
        - name: MODE
          value: fast
        - name: LEVEL
          value: info
""",
        ),
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      env:
        - name: LEVEL
          value: info
        - name: «LEVEL»
          value: debug
""",
            fixed="""\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      env:
        - name: LEVEL
          value: debug
""",
            unsafe=True,
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      env:
        - name: PATH
          value: /usr/bin
        - name: PATH
          value: $(PATH):/opt/bin
        - name: path
          value: /srv
""",
            why="The second builds on the first; names differ by case.",
        ),
    )

    def check(self, container: Container) -> Iterator[Finding]:
        variables = container.env
        if len(variables) < 2:
            return
        seen: dict[str, Mapping] = {}
        for variable in variables:
            name = variable.string("name")
            if name is None:
                continue
            earlier = seen.get(name.text)
            seen[name.text] = variable
            value = variable.scalar("value")
            if earlier is None or (value is not None and f"$({name.text})" in value.text):
                continue
            first = earlier.string("name")
            related = (Related("", first.span, "the earlier one"),) if first is not None else ()
            message = f"`{name.text}` is set twice, and the last one counts; keep one"
            yield self.finding(
                name.span, message, related=related, fix=_without(container, earlier, variable, name.text)
            )


def _without(container: Container, earlier: Mapping, later: Mapping, name: str) -> Fix | None:
    """Removes the earlier one, unless a variable may use it."""
    sequence = container.node.sequence("env")
    if sequence is None or any(f"$({name})" in container.source.slice(item.span) for item in sequence.items):
        return None
    edit = remove_item(container.source, sequence, earlier)
    if edit is None:
        return None
    first, second = earlier.scalar("value"), later.scalar("value")
    same = first is not None and second is not None and first.value == second.value
    plain = earlier.get("valueFrom") is None and later.get("valueFrom") is None
    safety = Applicability.SAFE if same and plain else Applicability.UNSAFE
    return Fix(f"remove the earlier `{name}`", (edit,), safety)
