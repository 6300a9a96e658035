#!/usr/bin/env python3
"""Fills in what docs/writing-rules.md lists of the code: the subjects of rules, and the public modules with all their names.

python docs/writing_rules.py            writes the page
python docs/writing_rules.py --check    exits 1 when it is stale
"""

from __future__ import annotations

import importlib
import inspect
import pathlib
import sys

from k8slint import Record

PAGE = pathlib.Path(__file__).resolve().parent / "writing-rules.md"
MODULES = ("", "dockerfile", "shell", "kubernetes", "compose", "yaml", "images", "project")
LISTED_ELSEWHERE = ("Rule", "Bad", "Good", "Options", "Severity", "Applicability", "Record")
"""Classes whose use the text above the reference shows."""
SUBJECTS = {
    "dockerfile": "Dockerfile Stage Run Cmd Entrypoint Healthcheck From Copy Add Env Arg Label Expose Volume User Workdir",
    "kubernetes": "Manifest Resource PodSpec Container",
    "compose": "ComposeFile ComposeServiceView",
    "project": "",
}


def first_sentence(value: object) -> str:
    """The first sentence of a docstring on one line, "" where there is none."""
    if not (inspect.isclass(value) or inspect.isfunction(value) or inspect.ismodule(value)):
        return ""
    text = " ".join((inspect.getdoc(value) or "").split("\n\n")[0].split())
    end = text.find(". ")
    return (text if end < 0 else text[: end + 1]).rstrip(".:")


def signature(name: str, value: object) -> str:
    """How a name is used: a function with its parameters, a class or another value by its name."""
    if inspect.isfunction(value):
        parameters = [
            p.name if p.kind != p.KEYWORD_ONLY else f"{p.name}=" for p in inspect.signature(value).parameters.values()
        ]
        return f"{name}({', '.join(parameters)})"
    return name


def members(value: object) -> list[tuple[str, str]]:
    """What objects of a class answer: fields, properties and methods, each with the first sentence about it."""
    if not inspect.isclass(value) or issubclass(value, BaseException) or value.__name__ in LISTED_ELSEWHERE:
        return []
    found: dict[str, str] = {}
    for cls in reversed(value.__mro__):
        if not cls.__module__.startswith("k8slint"):
            continue
        for name in (*getattr(cls, "__slots__", ()), *vars(cls)):
            made = inspect.getattr_static(cls, name, None)
            if name.startswith("_") or (inspect.isclass(cls.__mro__[1]) and name in vars(Record)):
                continue
            if isinstance(made, (classmethod, staticmethod)):
                made = made.__func__
            if inspect.isfunction(made):
                found[signature(name, made).replace("(self, ", "(").replace("(self)", "()").replace("(cls, ", "(")] = (
                    first_sentence(made)
                )
            elif isinstance(made, property):
                found[name] = first_sentence(made.fget)
            else:
                found.setdefault(name, "")
    return list(found.items())


def subjects() -> list[str]:
    rows = ["| subject | import it from | what it is |", "|---|---|---|"]
    for module, names in SUBJECTS.items():
        home = importlib.import_module(f"k8slint.{module}")
        for name in names.split():
            rows.append(f"| `{name}` | `k8slint.{module}` | {first_sentence(getattr(home, name))} |")
    return rows


def reference() -> list[str]:
    lines = []
    for module in MODULES:
        path = f"k8slint.{module}".rstrip(".")
        home = importlib.import_module(path)
        lines += [f"### `{path}`", "", first_sentence(home) + ".", ""]
        for name in home.__all__:
            value = getattr(home, name, None)
            words = first_sentence(value)
            lines.append(f"- `{signature(name, value)}`{f': {words}' if words else ''}")
            lines += [f"  - `{member}`{f': {said}' if said else ''}" for member, said in members(value)]
        lines.append("")
    return lines[:-1]


def filled(text: str) -> str:
    """The page with what stands after each marker, up to the next heading or paragraph of prose, made again."""
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
