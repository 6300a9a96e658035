"""`compose-value-of-wrong-type`."""

from __future__ import annotations

from k8slint import Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeFile
from k8slint.yaml import Mapping, Scalar
from k8slint_rules._shared.compose_durations import is_duration_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.compose import Fault

_WORDS = {
    "s": "a string",
    "n": "a number",
    "b": "a boolean",
    "i": "a whole number",
    "c": "a whole number of 0 or more",
}


class ComposeValueOfWrongType(Rule[ComposeFile]):
    """A key has a value of another type than Compose asks for: a mapping in place of a list, a number in place of a
    string, or nothing at all. Compose refuses the whole file, with messages such as "environment must be a mapping".

    It often happens when the last line below a key is commented out, when the `- ` in front of an item is missing, or
    when a colon is left at the end of one.

    Write the type that the message names. A key that has nothing below it can be removed.

    Fix safety: safe where a number or boolean is put in quotes, because Compose refused the file; nothing else is
    fixed.

    References: https://docs.docker.com/reference/compose-file/services/
    """

    name = "compose-value-of-wrong-type"
    title = "A key has a value of the wrong type"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            """\
services:
  web:
    image: nginx:1.29
    «environment»:
      # DEBUG: "1"
    «ports»: {80: 8080}
    volumes: «data:/srv»
    networks:
      - «back»:
  db:
    image: postgres:17
    environment:
      - «DEBUG»: 1
    depends_on:
      - «web»: {condition: service_started}
networks:
  back:
"""
        ),
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    user: «1000»\n    command: [sleep, «10»]\n"
            "    deploy: {resources: {limits: {memory: «536870912»}}}\n",
            fixed='services:\n  web:\n    image: nginx:1.29\n    user: "1000"\n    command: [sleep, "10"]\n'
            '    deploy: {resources: {limits: {memory: "536870912"}}}\n',
        ),
        Bad(
            "services:\n  web:\n    «image»: [nginx:1.29]\n    «build»: [.]\n    command: [echo, «done»: all of it]\n"
            "    «dns»: {a: 192.0.2.1}\n    «logging»: [json-file]\n    use_api_socket: «1»\n"
            "    deploy: «3»\n",
            why="Each has the type of another key.",
        ),
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    cpus: «half»\n    tty: «maybe»\n    pids_limit: «many»\n"
            "    scale: «-1»\n    healthcheck: {test: pg_isready, retries: «three»}\n",
            why="Compose makes numbers and booleans of these texts.",
        ),
        Bad(
            "x-id: &id «1000»\nservices:\n  web:\n    image: nginx:1.29\n    user: *id\n",
            why="The number may be meant for another key too.",
        ),
        Good(
            "services:\n  web:\n    image: nginx:1.29\n    command:\n    deploy:\n    user: ${UID}\n    restart: no\n"
            "    tty: yes\n    ports: [8080, '80:80']\n"
            "    cpus: '1.5'\n    init: 'true'\n    mem_limit: 1g\n"
            "    environment: {A: 1, B: true, C: }\n    labels: !reset null\n"
            "networks:\n  back:\n",
            why="What Compose takes, and a variable.",
        ),
        Good(
            "version: 3\nservices:\n  web:\n    image: nginx:1.29\n    foo: 1\n    networks: [a, a]\n    depends_on: {db: }\n"
            "    healthcheck: {test: a, interval: 30}\n    deploy: {resources: {limits: {memory: 512}}}\n"
            "  db:\n    image: db:1\nsecrets:\n  a:\n",
            why="Mistakes that rules of their own are about.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        for fault in file.faults:
            if fault.what == "type" and not _is_elsewhere(fault):
                message = f"{_found(fault)}, so Compose refuses the file; {_remedy(fault)}"
                yield self.finding(fault.span, message, fix=_quoted(fault))


def _is_elsewhere(fault: Fault) -> bool:
    """Whether a rule of its own is about it."""
    of_secret = len(fault.path) == 2 and fault.path[0] in ("secrets", "configs") and fault.found == "nothing"
    of_dependency = fault.path[2:3] == ("depends_on",) and len(fault.path) == 4
    # `service-memory-in-bytes` is about small amounts only.
    small = fault.key == "memory" and isinstance(fault.node, Scalar) and len(fault.node.text) < 7
    of_unit = fault.found == "number" and (is_duration_key(fault.path) or small)
    return of_secret or of_dependency or of_unit or fault.path == ("version",)


def _found(fault: Fault) -> str:
    name = f"`{fault.key}`"
    if fault.entry is None:
        if fault.found == "nothing":
            return f"an item of {name} is empty"
        return f"an item of {name} is a {fault.found}, not {_expected(fault.expected)}"
    if fault.found == "nothing":
        return f"{name} has no value"
    return f"{name} is a {fault.found}, not {_expected(fault.expected)}"


def _remedy(fault: Fault) -> str:
    node, wants_list = fault.node, any(choice[0] == "[" for choice in fault.expected)
    if isinstance(node, Scalar) and fault.found in ("number", "boolean") and "s" in fault.expected:
        return f'write `"{node.text}"`'
    if fault.entry is None and isinstance(node, Mapping) and node.entries:
        name = node.entries[0].name
        value = node.entries[0].value
        if fault.key == "environment" and isinstance(value, Scalar):
            return f"write `- {name}={value.text}`"
        if isinstance(value, Scalar) and not value.text:
            return f"remove the colon after `{name}`"
        if fault.key == "depends_on":
            return "remove the `- ` in front of it"
        return "remove the colon, or put the text in quotes"
    if fault.found == "nothing":
        return "remove it" if fault.entry is None else "give it one, or remove the key"
    if fault.found == "string" and wants_list and isinstance(node, Scalar):
        return f"write it as a list: `- {node.text}`"
    if fault.found == "mapping" and wants_list:
        return "write a list, with `- ` in front of each line"
    return f"write {_expected(fault.expected)}"


def _quoted(fault: Fault) -> Fix | None:
    node = fault.node
    if not isinstance(node, Scalar) or node.properties is not None or node.shared:
        return None
    if fault.found not in ("number", "boolean") or "s" not in fault.expected:
        return None
    return Fix("put the value in quotes", (Edit(node.span, f'"{node.text}"'),))


def _expected(choices: tuple[str, ...]) -> str:
    return " or ".join(
        "a mapping" if choice[0] in "{<" else "a list" if choice[0] == "[" else _WORDS[choice]
        for choice in choices
        if choice != "z"
    )
