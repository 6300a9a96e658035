#!/usr/bin/env python3
"""Fills in what docs/writing-rules.md lists of the code: the subjects of rules, and the public modules with all their names.

python docs/writing_rules.py            writes the page
python docs/writing_rules.py --check    exits 1 when it is stale
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pathlib
import sys
import textwrap

from k8slint import Record
from k8slint._internal.rulekit.taxonomy import PROJECT_SUBJECTS

PAGE = pathlib.Path(__file__).resolve().parent / "writing-rules.md"
MODULES = ("", "dockerfile", "shell", "kubernetes", "compose", "yaml", "images", "project")
LISTED_ELSEWHERE = ("Rule", "Bad", "Good", "Options", "Severity", "Applicability", "Record")
"""Classes whose use the text above the reference shows."""
SUBJECTS = {
    "dockerfile": (
        "Dockerfile Stage Instruction From Run Cmd Entrypoint Healthcheck ShellInstruction Copy Add Transfer Env Arg Label "
        "Pairs Expose Volume User Workdir Shell Stopsignal Onbuild Maintainer Unknown"
    ),
    "kubernetes": "Manifest Resource PodSpec Container Stray",
    "compose": "ComposeFile ComposeServiceView",
    "project": (
        "ProjectWorkload ProjectService ProjectObject ProjectDockerfile Running ImageUse ImageReference Reference "
        "ProjectBuild ProjectKustomization Project"
    ),
    "": "Problem",
}
ENGINE_ONLY = frozenset(
    [
        "close",
        "decode",
        "encode",
        "checked",
        "locate",
        "moved",
        "reading",
        "shifted",
        "set_index",
        "with_commands",
        "args_end",
        "args_start",
        "keyword_end",
        "statement",
        "shipped",
        "states",
        "position",
    ]
)
"""Members that the engine itself uses, or that have another name for rules."""
VALUES = {
    "Findings": "What `check` returns: findings, one after the other",
    "hookimpl": "Marks the functions of a pack that k8slint calls, see `examples/custom_pack`",
    "POSIX_SHELL": "The words of the shell that is in effect without SHELL",
    "SINCE": "The version of the Dockerfile syntax that has a flag first, by instruction and flag",
    "CURL_VALUES": "The flags of curl that take a value",
    "WGET_VALUES": "The flags of wget that take a value",
    "SHELLS": "The names of POSIX shells",
    "PLAIN": "A `form`: shell text",
    "STRING": "A `form`: in a quoted string, as in `sh -c '…'`",
    "WORDS": "A `form`: a JSON array with one string a word",
    "JSON": "A `form`: in a string of a JSON array",
    "API_VERSION": "A `lacks` of a stray: it has no `apiVersion`",
    "KIND": "A `lacks` of a stray: it has no `kind`",
    "OBJECT": "A `lacks` of a stray: it is not an object at all",
    "AUTOSCALERS": "Kinds that set the number of replicas, with their keys for the fewest and the most",
    "FINITE": "Kinds whose pods are meant to end",
    "HANDLERS": "The keys for what a probe or hook does",
    "HOOKS": "The keys of the hooks of a container",
    "PROBES": "The keys of the probes of a container",
    "POD_TEMPLATES": "Kinds that make pods, with the path to the template",
    "SELECTORS": "Kinds with a selector, with its path and whether it is a plain map of labels",
    "DEFAULT_NAMES": "The names of the files that Compose reads without `-f`",
}
"""What the names are that are neither classes nor functions."""


def first_sentence(value: object) -> str:
    """The first sentence of a docstring on one line, "" where there is none."""
    if not (inspect.isclass(value) or inspect.isfunction(value) or inspect.ismodule(value)):
        return ""
    text = " ".join((inspect.getdoc(value) or "").split("\n\n")[0].split())
    end = text.find(". ")
    return (text if end < 0 else text[: end + 1]).rstrip(".:")


def signature(name: str, value: object, *, typed: bool = False) -> str:
    """How a name is used: a function with its parameters (`typed`: and their types) and its result, others by name."""
    if not inspect.isfunction(value):
        return name
    called = inspect.signature(value)
    parameters = [
        f"{p.name}{'=' if p.kind == p.KEYWORD_ONLY else ''}{kind(p.annotation, ': ') if typed else ''}"
        for p in called.parameters.values()
        if p.name not in ("self", "cls")
    ]
    return f"{name}({', '.join(parameters)}){kind(called.return_annotation, ' -> ')}"


def kind(annotation: object, mark: str) -> str:
    """A type as it is written in the code, after `mark`; "" where there is none."""
    return f"{mark}{annotation}" if isinstance(annotation, str) and annotation != "None" else ""


def own_members(value: type) -> dict[str, str]:
    """What objects of a class answer, bases that have an entry of their own left out: fields, properties and methods, each
    with the first sentence about it."""
    found: dict[str, str] = {}
    if issubclass(value, BaseException) or value.__name__ in LISTED_ELSEWHERE:
        return found
    for cls in reversed(value.__mro__):
        if not cls.__module__.startswith("k8slint") or cls is Record or (cls is not value and cls in listed()):
            continue
        types = field_types(cls)
        for name in (*getattr(cls, "__slots__", ()), *vars(cls)):
            made = inspect.getattr_static(cls, name, None)
            if name.startswith("_") or name in ENGINE_ONLY:
                continue
            if isinstance(made, (classmethod, staticmethod)):
                made = made.__func__
            if inspect.isfunction(made):
                found[signature(name, made)] = first_sentence(made)
            elif isinstance(made, (property, functools.cached_property)):
                getter = made.fget if isinstance(made, property) else made.func
                found[name + kind(inspect.signature(getter).return_annotation, ": ")] = first_sentence(getter)
            else:
                found.setdefault(name + kind(types.get(name), ": "), "")
    return found


def field_types(cls: type) -> dict[str, str]:
    """The types of a class's fields: as they are annotated, or as `__init__` sets them."""
    found: dict[str, str] = {}
    made = vars(cls).get("__init__")
    if inspect.isfunction(made) and made.__qualname__ == f"{cls.__qualname__}.__init__":
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(made))).body
        assert isinstance(tree, ast.FunctionDef)
        of_parameter = {
            one.arg: ast.unparse(one.annotation) for one in (*tree.args.args, *tree.args.kwonlyargs) if one.annotation
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Attribute):
                found[node.target.attr] = ast.unparse(node.annotation)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
                found.update(
                    (target.attr, of_parameter[node.value.id])
                    for target in node.targets
                    if isinstance(target, ast.Attribute) and node.value.id in of_parameter
                )
    return {**found, **{name: str(text) for name, text in inspect.get_annotations(cls).items()}}


@functools.cache
def listed() -> frozenset[type]:
    """All classes that the public modules hand on."""
    homes = [importlib.import_module(f"k8slint.{module}".rstrip(".")) for module in MODULES]
    return frozenset(
        value
        for home in homes
        for value in (getattr(home, name) for name in home.__all__)
        if inspect.isclass(value) and value is not Record
    )


def words_about(name: str, value: object) -> str:
    """What a name is: the first paragraph of a class, the first sentence of anything else."""
    if inspect.isclass(value):
        return " ".join((inspect.getdoc(value) or "").split("\n\n")[0].split()).rstrip(".:")
    return first_sentence(value) or VALUES.get(name, "")


def subjects() -> list[str]:
    rows = ["| subject | import it from | what it is |", "|---|---|---|"]
    for module, names in SUBJECTS.items():
        path = f"k8slint.{module}".rstrip(".")
        home = importlib.import_module(path)
        shown = names.split()
        if module == "project":
            shown += sorted(PROJECT_SUBJECTS.difference(shown))
        rows += [f"| `{name}` | `{path}` | {first_sentence(getattr(home, name))} |" for name in shown]
    return rows


def entry(name: str, value: object) -> list[str]:
    """The lines about one name: what it is, the names that need no words on one line, and the others a line each."""
    words = words_about(name, value)
    lines = [f"- `{signature(name, value, typed=True)}`{f': {words}' if words else ''}"]
    if inspect.ismodule(value):
        made = [one for one in vars(value).values() if inspect.isfunction(one) and one.__module__ == value.__name__]
        public = [one for one in made if not one.__name__.startswith("_")]
        return [
            *lines,
            *(f"  - `{name}.{signature(one.__name__, one, typed=True)}`: {first_sentence(one)}" for one in public),
        ]
    if not inspect.isclass(value):
        return lines
    found = own_members(value)
    silent = [f"`{member}`" for member, said in found.items() if not said]
    bases = [f"`{base.__name__}`" for base in value.__mro__[1:] if base in listed()][:1]
    has = " and ".join(part for part in (", ".join(silent), *(f"all of {base}" for base in bases)) if part)
    lines += [f"  - has {has}"] if has else []
    return [*lines, *(f"  - `{member}`: {said}" for member, said in found.items() if said)]


def reference() -> list[str]:
    lines = []
    for module in MODULES:
        path = f"k8slint.{module}".rstrip(".")
        home = importlib.import_module(path)
        lines += [f"### `{path}`", "", first_sentence(home) + ".", ""]
        for name in home.__all__:
            lines += entry(name, getattr(home, name))
        lines.append("")
    return lines[:-1]


def filled(text: str) -> str:
    """The page with the text between each pair of markers made again."""
    for marker, lines in (("subjects", subjects()), ("reference", reference())):
        start, end = f"<!-- {marker} -->", f"<!-- end of {marker} -->"
        head, _, rest = text.partition(start)
        tail = rest.partition(end)[2] if end in rest else rest
        text = "\n".join([f"{head}{start}", "", *lines, "", f"{end}{tail}"])
    return text


def main() -> int:
    there = PAGE.read_text(encoding="utf-8")
    wanted = filled(there)
    if there == wanted:
        return 0
    if "--check" in sys.argv[1:]:
        print(f"{PAGE} is stale; run `make docs`", file=sys.stderr)
        return 1
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
