"""What kind of file a path and its content are: a Dockerfile, YAML, or neither."""

from __future__ import annotations

_YAML = (".yaml", ".yml", ".json")
_STEMS = ("dockerfile", "containerfile")
_ENDS = """
    erb gotmpl hbs in j2 jinja jinja2 m4 mako mustache template tmpl tpl
    adoc c cpp cs css dockerignore ejs go h html java js jsx kt lock lua md mdx php pl ps1 py pyc pyi rb rs rst sh snap sum
    swift toml ts tsx txt vim xml
    asc bash bats cfg conf csv cue el gradle groovy hcl ini ipynb kts log nix pdf png rego scala svg tf tgz vue wasm zip zsh
    bak diff orig patch rej sha256 sig swo swp tmp
"""
_NOT_DOCKERFILES = frozenset(_ENDS.split())
"""Last parts of a name: templates, which are Dockerfiles only once something has filled them in; code and text about
Dockerfiles (`Dockerfile.md`, `dockerfile.py`); what editors and merges leave.
"""

_HEAD = 65_536
"""Characters at the beginning of a file that show what it is."""


def kind_by_name(path: str) -> str | None:
    """ "dockerfile", "yaml" or None, by name alone.

    A Dockerfile is called `Dockerfile` or `Containerfile` in any case, alone or as one end of a name with a dot:
    `Dockerfile.dev`, `api.Dockerfile` (what `docker build`, tally, checkov and trivy look for), or with `-` or `_`
    behind it: `Dockerfile-dev`.
    """
    name = path.rpartition("/")[2]
    if name.endswith(_YAML):
        return "yaml"
    lower = name.lower()
    if lower.endswith(_YAML) or lower == "kustomization":
        return "yaml"
    for stem in _STEMS:
        if stem not in lower:
            continue
        if lower == stem or lower.endswith(f".{stem}"):
            return "dockerfile"
        if lower.startswith(stem) and lower[len(stem)] in ".-_" and not lower.endswith("~"):
            rest = lower[len(stem) + 1 :]
            return None if not rest or rest.rpartition(".")[2] in _NOT_DOCKERFILES else "dockerfile"
    return None


def classify(path: str, data: bytes | str) -> str:
    """ "dockerfile", "yaml" or "other": by name, and by content where the name says nothing."""
    kind = kind_by_name(path)
    if kind is not None:
        return kind
    text = data if isinstance(data, str) else data[:_HEAD].decode("utf-8", "replace")
    return _kind_by_content(text[:_HEAD].removeprefix("\ufeff"))


def _kind_by_content(text: str) -> str:
    first = True
    for line in text.split("\n"):
        words = line.split(None, 2)
        if not words or line.lstrip().startswith("#"):
            continue
        if first and words[0].upper() in ("FROM", "ARG") and len(words) > 1:
            return "dockerfile"
        if line.startswith(("apiVersion:", "kind:", '"apiVersion":', '"kind":')):
            return "yaml"
        first = False
    if text.lstrip()[:1] in ("{", "[") and '"apiVersion"' in text:
        return "yaml"
    return "other"
