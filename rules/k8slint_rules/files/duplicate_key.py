"""`duplicate-key`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class DuplicateKey(Rule[Problem]):
    """A mapping can have each key only once. When a key is written twice, one of the two values is lost, and often nobody is
    told: kubectl applies the later one, kustomize takes the earlier one in a strategic merge patch and the later one in
    `kustomization.yaml`. As a resource of a kustomization, or in a Compose file, the file is refused.

    A typical case: somebody adds a second `env:` at the end of a container. The variables of the first one are gone, and the
    program starts with its defaults.

    Keep one of the two, or merge what they hold. There is no fix, since only you know which value was meant.

    References: https://yaml.org/spec/1.2.2/#mapping, https://github.com/kubernetes-sigs/yaml
    """

    name = "duplicate-key"
    title = "A mapping sets the same key twice"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  port: "1"\n  «port»: "2"\n'),
        Good('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  port: "1"\n  Port: "2"\n'),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
