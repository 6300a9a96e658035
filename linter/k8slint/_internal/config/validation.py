"""The JSON schema of a config, made from the rules' options, and what it says about one.

A quick check of our own accepts; only what it does not accept is handed to jsonschema, which has the last word.
"""

from __future__ import annotations

from k8slint._internal.config import versions
from k8slint._internal.rulekit.taxonomy import CATEGORIES, PROFILES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from jsonschema.exceptions import ValidationError

    from k8slint._internal.rulekit.registry import Registry

    Path = tuple[str | int, ...]
    Mistake = tuple[Path, bool, str]
    """The path of keys and list positions, whether the key itself is wrong, and a message."""

LEVELS = ("note", "warning", "error", "info")
"""`info` is an older word for note."""
PLATFORMS = ("kubernetes", "openshift", "eks", "gke", "aks")
FORMATS = ("full", "concise", "json", "sarif", "github")
MAX_ITEMS = 1_000
"""Selectors or globs in one list."""
MAX_VALUES = 20_000
"""Values in a config, keys not counted."""


def schema(registry: Registry) -> dict[str, Any]:
    """The schema (draft 2020-12) of `.k8slint.yaml` and `[tool.k8slint]`, with the options of all rules."""
    selectors = {"$ref": "#/$defs/selectors"}
    level = {"enum": list(LEVELS)}
    text = {"type": "string", "minLength": 1, "maxLength": 1000}
    properties = {
        "profile": {"enum": list(PROFILES), "description": "Which rules run; each profile holds those before it."},
        "extend": {
            "description": "Configs of this project that this one builds on: a path from its folder on, or a list.",
            "anyOf": [text, {"type": "array", "items": text, "maxItems": 20}],
        },
        "required-version": {
            "type": "string",
            "pattern": versions.REQUIRED,
            "description": "The versions of k8slint that may read this config.",
        },
        "as-of": {
            "type": "string",
            "pattern": versions.VERSION,
            "description": "The version of k8slint whose verdicts count; rules and verdicts that are newer stay silent.",
        },
        "preview": {"type": "boolean", "description": "Run the rules that are on trial too."},
        "kubernetes-version": {
            "type": "string",
            "pattern": versions.KUBERNETES,
            "description": "The version of the clusters that the manifests are for.",
        },
        "platform": {"enum": list(PLATFORMS), "description": "The kind of cluster that the manifests are for."},
        "registries": {
            "type": "array",
            "items": text,
            "maxItems": MAX_ITEMS,
            "description": "Registries of images that belong to you.",
        },
        "today": {
            "type": "string",
            "pattern": versions.DAY,
            "description": "The day for which rules that depend on one judge; without it the day of the run.",
        },
        "fixable": {**selectors, "description": "Rules whose fixes may be applied; without it all."},
        "unfixable": {**selectors, "description": "Rules whose fixes are only shown."},
        "select": {**selectors, "description": "Rules to run in place of the profile's."},
        "extend-select": {**selectors, "description": "Rules to run besides."},
        "ignore": {**selectors, "description": "Rules not to run."},
        "severity": {
            "type": "object",
            "description": "How bad findings are, by rule, category or alias.",
            "additionalProperties": level,
            "maxProperties": MAX_ITEMS,
        },
        "rules": {
            "type": "object",
            "description": "Options of rules.",
            "additionalProperties": False,
            "properties": {entry.name: _rule(entry.summary, entry.options) for entry in registry.entries},
        },
        "per-file-ignores": {
            "type": "object",
            "description": "Rules not to run on some files, by glob.",
            "additionalProperties": selectors,
            "maxProperties": MAX_ITEMS,
        },
        "exclude": {
            "type": "array",
            "description": "Files and folders to leave out, as in a .gitignore.",
            "items": {"type": "string", "minLength": 1, "maxLength": 1000},
            "maxItems": MAX_ITEMS,
        },
        "images": {
            "type": "object",
            "description": "The Dockerfile that an image is built from, by image name.",
            "additionalProperties": {"type": "string", "minLength": 1},
            "maxProperties": MAX_ITEMS,
        },
        "generated": {
            "enum": ["note", "lint"],
            "description": "What is said about a generated file: one note, or all its findings.",
        },
        "fail-on": {**level, "description": "The severity from which findings make the run exit 1."},
        "output-format": {"enum": sorted({*FORMATS, *registry.reporters}), "description": "How findings are shown."},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "k8slint",
        "description": "Settings of k8slint: `.k8slint.yaml`, or `[tool.k8slint]` in pyproject.toml.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": {
            "selectors": {
                "type": "array",
                "maxItems": MAX_ITEMS,
                "items": {"$ref": "#/$defs/selector"},
            },
            "selector": {
                "type": "string",
                "minLength": 1,
                "maxLength": 200,
                "description": "A rule, a category, another linter's name for rules (`hadolint:DL3059`), or ALL.",
                "examples": ["ALL", *CATEGORIES, *registry.by_name],
            },
        },
    }


def _rule(summary: str, options: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, **(options or {}), "description": summary}


# --- the quick check


def accepts(schema: Mapping[str, Any], value: object, definitions: Mapping[str, Any]) -> bool:
    """Whether a value surely fits. False means nothing yet: this knows only the keywords that our schemas are made of."""
    pending = [(schema, value)]
    while pending:
        schema, value = pending.pop()
        if not schema.keys() <= _KNOWN:
            return False
        reference = schema.get("$ref")
        if reference is not None:
            target = definitions.get(reference.removeprefix("#/$defs/"))
            if target is None:
                return False
            pending.append((target, value))
        if "anyOf" in schema:
            if not any(accepts(choice, value, definitions) for choice in schema["anyOf"]):
                return False
            continue
        if "enum" in schema and not (isinstance(value, str) and value in schema["enum"]):
            return False
        kind = schema.get("type")
        if kind is not None:
            wanted = _TYPES.get(kind) if isinstance(kind, str) else None
            if wanted is None or value.__class__ is not wanted:
                return False
        if not _within(schema, value):
            return False
        if isinstance(value, dict):
            known = schema.get("properties", {})
            others = schema.get("additionalProperties", True)
            for name, item in value.items():
                inner = known.get(name, others)
                if inner is False:
                    return False
                if inner is not True:
                    pending.append((inner, item))
        elif isinstance(value, list) and "items" in schema:
            pending.extend((schema["items"], item) for item in value)
    return True


_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
_KNOWN = frozenset(
    [
        *("$schema", "$defs", "$ref", "title", "description", "default", "examples", "type", "enum", "properties"),
        *(
            "anyOf",
            "pattern",
            "additionalProperties",
            "items",
            "minimum",
            "minLength",
            "maxLength",
            "maxItems",
            "maxProperties",
        ),
    ]
)


def _within(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a value keeps the bounds that are given for its type."""
    if isinstance(value, str):
        if "pattern" in schema and not _matches(schema["pattern"], value):
            return False
        return bool(schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)))
    if isinstance(value, list):
        return bool(len(value) <= schema.get("maxItems", len(value)))
    if isinstance(value, dict):
        return bool(len(value) <= schema.get("maxProperties", len(value)))
    return bool(isinstance(value, bool) or value is None or "minimum" not in schema or value >= schema["minimum"])


def _matches(pattern: str, value: str) -> bool:
    import re

    return len(value) <= 200 and re.match(pattern, value) is not None


def is_too_big(data: object) -> bool:
    """Whether there are more values than `MAX_VALUES`, mappings and lists included."""
    pending, count = [data], 0
    while pending and count <= MAX_VALUES:
        value = pending.pop()
        count += 1
        if isinstance(value, dict | list):
            pending.extend(value.values() if isinstance(value, dict) else value)
    return count > MAX_VALUES


# --- jsonschema's words


def mistakes(schema: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Mistake]:
    """All that is wrong with a config, as far as a schema can say."""
    if accepts(schema, data, schema["$defs"]):
        return
    from jsonschema import Draft202012Validator
    from referencing import Registry as References

    # A registry of its own, so that a `$ref` in a pack's schema fetches nothing.
    validator = Draft202012Validator(schema, registry=References())
    for number, error in enumerate(validator.iter_errors(data)):
        if number >= MAX_ITEMS:
            return
        yield from _worded(error)


def _worded(error: ValidationError) -> Iterator[Mistake]:
    path: Path = tuple(error.absolute_path)
    name = _name(path)
    value: Any = error.instance
    limit: Any = error.validator_value
    rule: Any = error.schema
    match error.validator:
        case "additionalProperties" if limit is False:
            known = list(rule.get("properties", {}))
            yield from (((*path, key), True, _unknown(path, key, known)) for key in value if key not in known)
        case "type":
            text = "the string " if isinstance(value, str) else ""
            if rule["type"] == "string" and "pattern" in rule and isinstance(value, int | float):
                yield path, False, f"{name} must be a string, and YAML reads {_shown(value)} as a number; quote it"
                return
            hint = f"; write `[{_shortened(value)}]`" if text and rule["type"] == "array" else ""
            yield path, False, f"{name} must be {_kind(rule)}, not {text}{_shown(value)}{hint}"
        case "enum":
            *most, last = [f"`{choice}`" for choice in limit if choice != LEVELS[-1]]
            hint = _near(value, limit) if isinstance(value, str) else ""
            yield path, False, f"{name} must be {', '.join(most)} or {last}, not {_shown(value)}{hint}"
        case "minimum":
            yield path, False, f"{name} must be {limit} or more, not {_shown(value)}"
        case "minLength":
            yield path, False, f"{name} must not be empty"
        case "maxLength":
            yield path, False, f"{name} must have {limit:,} characters or fewer"
        case "pattern":
            yield path, False, f"{name} must be {versions.PATTERNS.get(limit, 'of another form')}, not {_shown(value)}"
        case "anyOf":
            yield path, False, f"{name} must be a string or a list of strings, not {_shown(value)}"
        case "maxItems" | "maxProperties":
            yield path, False, f"{name} must have {limit:,} entries or fewer"
        case _:
            yield path, False, f"{name}: {_shortened(error.message)}"


def _unknown(path: Path, key: str, known: list[str]) -> str:
    """A key that the schema does not have."""
    shown = _shortened(key)
    if path == ("rules",):
        return f"unknown rule `{shown}`{_near(key, known) or '; `k8slint rules` lists them'}"
    if path[:1] == ("rules",):
        if not known:
            return f"rule `{path[1]}` has no options; remove `{shown}`"
        return f"rule `{path[1]}` has no option `{shown}`{_near(key, known) or '; it has ' + _listed(known)}"
    return f"unknown key `{shown}`{_near(key, known) or '; there are ' + _listed(known)}"


def _near(word: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word[:100].lower().replace("_", "-"), known, n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _name(path: Path) -> str:
    """`rules.some-rule.limit`, `select[2]` (from 1)."""
    if not path:
        return "the config"
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
    return f"`{_shortened(text)}`"


_KINDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "number": "a number",
    "null": "empty",
}


def _kind(schema: Mapping[str, Any]) -> str:
    wanted = schema["type"]
    return " or ".join(_KINDS.get(kind, kind) for kind in ([wanted] if isinstance(wanted, str) else wanted))


def _shown(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return f"`{_shortened(str(value))}`" if isinstance(value, str | int | float) else f"a {type(value).__name__}"


def _shortened(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"
