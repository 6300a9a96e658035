"""`yaml-syntax`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class YamlSyntax(Rule[Problem]):
    """This document is not valid YAML. kubectl stops at it and creates nothing that follows; Compose refuses the file.

    Many of these faults look harmless. `name:web` without a space is a text, not a key. `{PREFIX}.16` opens a mapping, and
    `{{ name }}` at the start of a value does too. `*.example.com` begins an alias.

    The message says what is wrong and what to write. In doubt, put the value in quotes.

    An expression inside a value (`app-{{ name }}`) is not a fault: the value counts as unknown. Documents that Helm or another
    template program has to render first are set aside, and the run says so. The other documents of the file are linted.

    References: https://yaml.org/spec/1.2.2/, https://kubernetes.io/docs/reference/kubectl/conventions/
    """

    name = "yaml-syntax"
    title = "The document is not valid YAML"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  key: «"»open\n'),
        Bad("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  host: «{{ host }}»\n"),
        Bad("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  address: {PREFIX}«.16»\n"),
        Good('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  key: "closed"\n'),
        Good("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a-{{ region }}\n", why="A text with braces in it."),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
