"""The README, which is also the page of the package."""

import re
import tomllib
from pathlib import Path

import pytest

from k8slint._internal.config import from_data
from k8slint._internal.config.loading import load_yaml
from k8slint._internal.rulekit.registry import first_sentence
from k8slint._internal.rulekit.taxonomy import HOME, PAGES
from k8slint._internal.running.engine import registry

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_links_are_absolute_and_lead_into_this_repository():
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert len(links) > 4
    for link in links:
        assert link.startswith(f"{HOME}/")
        path = re.sub(r"^(blob|tree|raw)/main/", "", link.removeprefix(f"{HOME}/"))
        assert (ROOT / path).exists(), link


def test_the_package_names_the_same_home():
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    assert urls["Homepage"] == HOME
    assert urls["Documentation"].startswith(PAGES)


def test_the_config_shown_is_one():
    (text,) = (block for block in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL) if block.startswith("profile:"))
    settings = from_data(load_yaml("README.md", text.encode()).data, registry())
    assert (settings.as_of, settings.platform, settings.preview) == ("0.1", "openshift", True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One"),
        ("`COPY . .` takes all. Then more.", "`COPY . .` takes all"),
        ("It needs 1.5 GiB, e.g. here. More", "It needs 1.5 GiB, e.g. here"),
        ("A list: one, two.", "A list"),
        ("no end", "no end"),
        ("", ""),
    ],
)
def test_first_sentence(text, sentence):
    assert first_sentence(text) == sentence
