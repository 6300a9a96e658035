"""`service-command-without-shell`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeServiceView, inner
from k8slint.shell import names
from k8slint.yaml import Scalar, Sequence

_OPERATORS = names("|| && | ; > >> < 2>&1")


class ServiceCommandWithoutShell(Rule[ComposeServiceView]):
    """`command:` and `entrypoint:` do not run in a shell. Compose splits the line into words as a shell does, and stops
    at the first `&&`, `||`, `|`, `;`, `>` or `<`. What follows is dropped without a word: `command: npm ci && npm
    start` runs `npm ci`, and the server never starts. In the list form these marks are arguments of the program.

    Write `command: sh -c "npm ci && npm start"`, with the line in quotes so that it stays one word. Write `\\;` where a
    program such as `find -exec` needs the mark itself.

    References: https://docs.docker.com/reference/compose-file/services/#command, https://github.com/mattn/go-shellwords
    """

    name = "service-command-without-shell"
    title = "A command needs a shell and has none"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad("services:\n  web:\n    image: node:24\n    command: npm ci «&& npm start»\n"),
        Bad(
            "services:\n  web:\n    image: node:24\n    command: sh -c npm ci «&& npm start»\n"
            "  job:\n    image: example/job:1\n    command: [job, «'>'», /out]\n"
            "  clean:\n    image: alpine:3.22\n    entrypoint: find /tmp -exec rm {} «;»\n"
        ),
        Bad("services:\n  web:\n    image: node:24\n    command: [«npm start»]\n"),
        Good(
            "services:\n  web:\n    image: node:24\n    entrypoint: [sh, -c]\n    command: [npm start]\n"
            "  job:\n    image: example/job:1\n    command: ['/opt/my job/run', $ARGS]\n",
            why="The entrypoint is a shell, which takes one line.",
        ),
        Good(
            'services:\n  web:\n    image: node:24\n    command: sh -c "npm ci && npm start"\n'
            "  clean:\n    image: alpine:3.22\n    command: find /tmp -name x -exec rm {} \\;\n"
            "  list:\n    image: alpine:3.22\n    command: [sh, -c, 'a && b']\n"
            "  more:\n    image: alpine:3.22\n    command: [find, /tmp, -exec, rm, '{}', ';']\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        for key in ("entrypoint", "command"):
            node = service.node.get(key)
            if isinstance(node, Scalar) and "$" not in node.text:
                at = _operator(node.text)
                if at is not None:
                    rest = node.text[at:].strip()
                    shown = rest if len(rest) < 40 and "\n" not in rest else rest[0]
                    message = f"`{key}` runs no shell, and Compose drops `{shown}`; write `sh -c` and the whole line in quotes"
                    yield self.finding(inner(node, at, len(node.text.rstrip()), service.source), message)
            elif isinstance(node, Sequence):
                words = [item for item in node.resolved() if isinstance(item, Scalar)]
                yield from self._listed(key, words)
                if len(node.items) == 1 and words and (key == "entrypoint" or service.node.get("entrypoint") is None):
                    yield from self._single(key, words[0])

    def _single(self, key: str, word: Scalar) -> Findings:
        program, _, rest = word.text.strip().partition(" ")
        if rest and "$" not in word.text and "/" not in rest.partition(" ")[0]:
            message = (
                f"`{key}` is a list of one item, so Docker looks for a program called `{word.text.strip()}`; write each word as"
                f" an item, starting with `{program}`"
            )
            yield self.finding(word.span, message, severity=Severity.WARNING)

    def _listed(self, key: str, words: list[Scalar]) -> Findings:
        if any(word.text.startswith(("-exec", "$")) for word in words):
            return
        for word in words[1:]:
            if word.text in _OPERATORS:
                message = (
                    f"`{key}` runs no shell, so `{word.text}` is an argument of `{words[0].text}`; write `sh`, `-c` and the"
                    " whole line as three items"
                )
                yield self.finding(word.span, message)
                return


def _operator(text: str) -> int | None:
    """Where the first unquoted mark stands at which Compose stops (mattn/go-shellwords, Parser.Parse)."""
    quote, at = "", 0
    while at < len(text):
        char = text[at]
        if char == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in ";&|<>":
            return at
        at += 1
    return None
