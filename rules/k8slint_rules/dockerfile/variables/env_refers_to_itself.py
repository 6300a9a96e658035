"""`env-refers-to-itself`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Related, Rule, Severity, Span
from k8slint.dockerfile import Env, references, span_of, state_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Pair


class EnvRefersToItself(Rule[Env]):
    """Docker replaces all variables of one `ENV` before it sets any of them. In `ENV A=1 B=$A`, B gets what `A` was before:
    most often nothing.

    `ENV HOME=/app PATH=$HOME/bin:$PATH` sets a path without the folder, and the program is not found when the container starts.

    Set the second variable in its own `ENV`.

    Fix safety: unsafe; the value changes to what was meant. None is offered where a comment stands between them.

    References: https://docs.docker.com/reference/dockerfile/#environment-replacement,
    https://docs.docker.com/reference/dockerfile/#env
    """

    name = "env-refers-to-itself"
    title = "A variable is used before this `ENV` sets it"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("hadolint:DL3044",)
    words = ("$",)
    examples = (
        Bad(
            "FROM alpine:3.20\nENV A=1 \\\n    B=«${A}»/x C=3\n",
            fixed="FROM alpine:3.20\nENV A=1\nENV B=${A}/x C=3\n",
            unsafe=True,
        ),
        Good("FROM alpine:3.20\nENV A=1\nENV B=$A PATH=/x:$PATH\nENV A=$A:2 C=$A\n", why="It was set before."),
    )

    def check(self, env: Env) -> Findings:
        known = state_before(env).env
        own: dict[str, Pair] = {}
        for index, pair in enumerate(env.pairs):
            value = pair.value
            if value is not None:
                for reference in references(value.raw, env.dockerfile.escape):
                    first = own.get(reference.name)
                    if first is None or reference.name in known:
                        continue
                    message = (
                        f"`{reference.name}` is set by this same `ENV`, so it is still empty here; set"
                        f" `{pair.name}` in a second `ENV`"
                    )
                    related = (Related("", first.span, "set here"),)
                    fix = _split(env, env.pairs[index - 1], pair)
                    yield self.finding(span_of(value, reference), message, related=related, fix=fix)
                    break
            own.setdefault(pair.name, pair)


def _split(env: Env, left: Pair, right: Pair) -> Fix | None:
    """Two instructions, parted between the pairs."""
    source = env.source
    gap = Span(left.span.end, right.span.start)
    if env.onbuild is not None or source.slice(gap).replace(env.dockerfile.escape, "").strip():
        return None
    keyword = source.slice(env.keyword_span)
    return Fix("split the `ENV`", (Edit(gap, f"{source.newline}{keyword} "),), Applicability.UNSAFE)
