"""`duplicate-env-name`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Related, Rule, Severity
from k8slint.kubernetes import Container
from k8slint.yaml import remove_item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Mapping


class DuplicateEnvName(Rule[Container]):
    """A container lists the same variable twice in `env`. The last value wins, and the first one has no effect.

    It bites when somebody later changes the first value and nothing happens. `kubectl apply` makes it worse: it merges
    the list by name, so removing one of the two entries from a live object can remove both until the next apply
    (kubernetes/kubectl#1766). Server-side apply refuses the list.

    Keep one entry. Then apply the file twice, or once with `--server-side`.

    A later value that builds on the earlier one, such as `PATH: $(PATH):/opt/bin`, is meant and not reported.

    Fix safety: unsafe; the earlier entry is removed, which has no effect in a new object, but a client-side apply to a
    live one may drop the variable until the next apply. No fix is offered when another variable may use the earlier
    value.

    References: https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/,
    https://github.com/kubernetes/kubectl/issues/1766
    """

    name = "duplicate-env-name"
    title = "A variable is set twice in one container"
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
        # how much to log
        - name: LEVEL
          value: info # or debug
        # fast or safe
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
        # how much to log
        # fast or safe
        - name: MODE
          value: fast
        - name: LEVEL
          value: info
""",
            unsafe=True,
            why="`kubectl apply` may remove both from a live object, so the fix is not safe.",
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

    def check(self, container: Container) -> Findings:
        variables = container.env
        if len(variables) < 2:
            return
        used = _used(variables)
        seen: dict[str, Mapping] = {}
        for variable in variables:
            name = variable.string("name")
            if name is None:
                continue
            earlier = seen.get(name.text)
            seen[name.text] = variable
            value = variable.scalar("value")
            if earlier is None or (value is not None and _may_use(value.text, name.text)):
                continue
            first = earlier.string("name")
            related = (Related("", first.span, "the earlier one"),) if first is not None else ()
            message = (
                f"`{name.text}` is set twice and the last value wins; keep one, and apply twice, or server-side, because"
                " a plain `kubectl apply` can remove both from a live object"
            )
            fix = None if name.text in used else _without(container, earlier, name.text)
            yield self.finding(name.span, message, related=related, fix=fix)


def _may_use(value: str, name: str) -> bool:
    """Whether a value refers to a variable, or a template still replaces it."""
    return f"$({name})" in value or "{{" in value or "${" in value


def _used(variables: tuple[Mapping, ...]) -> frozenset[str]:
    """The names that stand in a value as `$(NAME)`."""
    import re

    values = (variable.scalar("value") for variable in variables)
    return frozenset(
        name for value in values if value is not None for name in re.findall(r"\$\(([^()$]*)\)", value.text)
    )


def _without(container: Container, earlier: Mapping, name: str) -> Fix | None:
    """Removes the earlier one. Never safe: kubectl merges `env` by name, and deletes by name (strategic merge patch)."""
    sequence = container.node.sequence("env")
    edit = None if sequence is None else remove_item(container.source, sequence, earlier)
    return None if edit is None else Fix(f"remove the earlier `{name}`", (edit,), Applicability.UNSAFE)
