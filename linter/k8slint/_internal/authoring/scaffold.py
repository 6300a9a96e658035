"""The file that `k8slint new rule` writes: a rule that runs, with its examples still to be filled in."""

from __future__ import annotations

from k8slint._internal.text.record import Record


class Start(Record):
    """How a rule about one subject begins. `module` hands on the subject's class; `parameter` is the argument of `check`;
    `body` finds `place`, where something is wrong; `bad` and `good` are examples of that; `write` is what a fix puts there.
    `edit` makes the edit, with a name that `edit_from` hands on; "" replaces the text at `place`.
    """

    module: str
    parameter: str
    body: tuple[str, ...]
    bad: str
    good: str
    write: str
    edit: str = ""
    edit_from: str = ""


_WIDTH = 100
"""Characters of a line of an example."""
_OF_COMMANDS = (
    "for command in {0}.commands:",
    "    word = command.name_word",
    '    if word is not None and command.name == "frobnicate":',
    "        place = word.span",
)
_OF_ARGUMENTS = (
    'if "frobnicate" in {0}.arguments:',
    "    place = {0}.args_span",
)
_POD = "apiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: web\\nspec:\\n  containers:\\n    - name: web\\n      image: {}\\n"
_SERVICE = "services:\\n  web:\\n    image: {}\\n"


def _command(keyword: str, before: str = "") -> Start:
    parameter = keyword.lower()
    body = tuple(line.format(parameter) for line in _OF_COMMANDS)
    text = f"FROM debian:13\\n{keyword.upper()} {before}{{}} now\\n"
    return Start(
        "k8slint.dockerfile",
        parameter,
        body,
        text.format("«frobnicate»"),
        text.format("echo frobnicate"),
        "echo",
        'replace_word(command, word, "echo")',
        "k8slint.shell",
    )


def _instruction(keyword: str, bad: str, good: str, head: str = "FROM debian:13\\n") -> Start:
    parameter = {"from": "base"}.get(keyword.lower(), keyword.lower())
    body = tuple(line.format(parameter) for line in _OF_ARGUMENTS)
    word = keyword.upper()
    return Start("k8slint.dockerfile", parameter, body, f"{head}{word} «{bad}»\\n", f"{head}{word} {good}\\n", good)


def _image(subject: str, module: str, parameter: str, frame: str) -> Start:
    body = (
        f"image = {parameter}.image",
        'if image is not None and image.text.startswith("frobnicate"):',
        "    place = image.span",
    )
    edit = f'replace_scalar({parameter}.source, image, "debian:13")'
    bad, good = frame.format("«frobnicate:1.4»"), frame.format("debian:13")
    return Start(module, parameter, body, bad, good, "debian:13", edit, "k8slint.yaml")


def _object(subject: str, parameter: str, bad: str) -> Start:
    body = (f'if {parameter}.name == "frobnicate":', f"    place = {parameter}.fact.name_span")
    head, _, rest = bad.partition("{}")
    good = f"{head}settings{rest}"
    edit = f'replace_value({parameter}.project, {parameter}.place(), "settings")'
    return Start(
        "k8slint.project", parameter, body, f"{head}«frobnicate»{rest}", good, "settings", edit, "k8slint.project"
    )


STARTS = {
    "Run": _command("Run"),
    "Cmd": _command("Cmd"),
    "Entrypoint": _command("Entrypoint"),
    "Healthcheck": _command("Healthcheck", "CMD "),
    "From": _instruction("From", "frobnicate:1.4", "debian:13", ""),
    "Copy": _instruction("Copy", "frobnicate /app", "app /app"),
    "Add": _instruction("Add", "frobnicate.tar /app", "app.tar /app"),
    "User": _instruction("User", "frobnicate", "app"),
    "Workdir": _instruction("Workdir", "/frobnicate", "/app"),
    "Env": _instruction("Env", "MODE=frobnicate", "MODE=quiet"),
    "Arg": _instruction("Arg", "MODE=frobnicate", "MODE=quiet"),
    "Label": _instruction("Label", "mode=frobnicate", "mode=quiet"),
    "Volume": _instruction("Volume", "/frobnicate", "/data"),
    "Stage": Start(
        "k8slint.dockerfile",
        "stage",
        ("for user in stage.instructions:", '    if "frobnicate" in user.arguments:', "        place = user.args_span"),
        "FROM debian:13\\nUSER «frobnicate»\\n",
        "FROM debian:13\\nUSER app\\n",
        "app",
    ),
    "Dockerfile": Start(
        "k8slint.dockerfile",
        "dockerfile",
        (
            "for instruction in dockerfile.instructions:",
            '    if "frobnicate" in instruction.arguments:',
            "        place = instruction.args_span",
        ),
        "FROM debian:13\\nUSER «frobnicate»\\n",
        "FROM debian:13\\nUSER app\\n",
        "app",
    ),
    "Container": _image("Container", "k8slint.kubernetes", "container", _POD),
    "PodSpec": Start(
        "k8slint.kubernetes",
        "pod",
        (
            'for node in (pod.get("nodeName"),):',
            '    if node is not None and node.text == "frobnicate":',
            "        place = node.span",
        ),
        "apiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: web\\nspec:\\n  nodeName: «frobnicate»\\n  containers: []\\n",
        _POD.format("debian:13"),
        "node-1",
    ),
    "Resource": Start(
        "k8slint.kubernetes",
        "resource",
        ('if resource.name_node is not None and resource.name == "frobnicate":', "    place = resource.name_node.span"),
        "apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: «frobnicate»\\n",
        "apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: settings\\n",
        "settings",
    ),
    "ComposeServiceView": _image("ComposeServiceView", "k8slint.compose", "service", _SERVICE),
    "ProjectWorkload": _object(
        "ProjectWorkload",
        "workload",
        "apiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: {}\\nspec:\\n"
        "  containers:\\n    - name: web\\n      image: debian:13\\n",
    ),
    "ProjectService": _object(
        "ProjectService",
        "service",
        "apiVersion: v1\\nkind: Service\\nmetadata:\\n  name: {}\\nspec:\\n"
        "  selector:\\n    app: web\\n  ports:\\n    - port: 80\\n",
    ),
}
"""By the name of the subject: what `check` is called with."""


def rule_text(name: str, subject: str, *, fix: bool = False) -> str:
    """The text of a rule's file. `name` is in kebab-case; `subject` one of `STARTS`."""
    start = STARTS[subject]
    names = ["Bad", "Edit", "Findings", "Fix", "Good", "Rule", "Severity"]
    left_out = ["Edit"] if fix and start.edit else [] if fix else ["Edit", "Fix"]
    names = [one for one in names if one not in left_out]
    imports = {start.module: [subject]}
    if fix and start.edit:
        imports.setdefault(start.edit_from, []).append(start.edit.partition("(")[0])
    imported = "\n".join(f"from {module} import {', '.join(names)}" for module, names in sorted(imports.items()))
    head, _, rest = start.bad.partition("«")
    fixed = f"{head}{start.write}{rest.partition('»')[2]}"
    examples = [
        *_example("Bad", start.bad, "fixed=", fixed if fix else ""),
        *_example("Good", start.good, "why=", "Say why this one is right."),
    ]
    indent = " " * (len(start.body[-1]) - len(start.body[-1].lstrip()))
    body = [*start.body, f'{indent}message = "`frobnicate` does what it should not; write `{start.write}`"']
    if fix and start.edit:
        body.append(f"{indent}edit = {start.edit}")
        body.append(f'{indent}fix = None if edit is None else Fix("write `{start.write}`", (edit,))')
    elif fix:
        body.append(f'{indent}fix = Fix("write `{start.write}`", (Edit(place, "{start.write}"),))')
    body.append(f"{indent}yield self.finding(place, message{', fix=fix' if fix else ''})")
    safety = "\n    Fix safety: safe; say what proves that nothing else changes.\n" if fix else ""
    return f'''"""`{name}`."""

from k8slint import {", ".join(names)}
{imported}


class {"".join(part.capitalize() for part in name.split("-"))}(Rule[{subject}]):
    """What goes wrong, and how it shows.

    What to write in its place.
{safety}    """

    name = "{name}"
    title = "What is wrong, in at most nine words"
    category = "correctness"
    severity = Severity.WARNING
    examples = (
        # The marks «…» enclose exactly what the finding covers.
        {(chr(10) + " " * 8).join(examples)}
    )

    def check(self, {start.parameter}: {subject}) -> Findings:
        {(chr(10) + " " * 8).join(body)}
'''


def _example(kind: str, text: str, keyword: str, other: str) -> list[str]:
    """An example as lines of comment, a literal a line where one line would be too long."""
    given = f', {keyword}"{other}"' if other else ""
    line = f'# {kind}("{text}"{given}),'
    if len(line) <= _WIDTH:
        return [line]
    rest = [f"#     {keyword}{part}" for part in _literals(other)[:1]] + [
        f"#     {part}" for part in _literals(other)[1:]
    ]
    return [f"# {kind}(", *(f"#     {part}" for part in _literals(text)), *rest, "# ),"]


def _literals(text: str) -> list[str]:
    """A string, given as it is written between quotes, as literals of one or more whole lines each, a comma after the last."""
    parts: list[str] = [""]
    for line in text.split("\\n"):
        if parts[-1] and len(parts[-1]) + len(line) > _WIDTH - 20:
            parts.append("")
        parts[-1] += f"{line}\\n"
    parts[-1] = parts[-1].removesuffix("\\n")
    return [f'"{part}"{"," if number == len(parts) - 1 else ""}' for number, part in enumerate(parts) if part]


def file_name(name: str) -> str:
    """The file of a rule, which is named after it."""
    return f"{name.replace('-', '_')}.py"
