"""`external-name-with-selector`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import Resource
from k8slint.yaml import remove_entry
from k8slint_rules._shared.external_names import external_spec


class ExternalNameWithSelector(Rule[Resource]):
    """A Service of type ExternalName is a name in DNS and nothing else. Its selector is ignored, so no pod gets any of
    the traffic.

    Remove the selector. If the pods were meant, remove `type: ExternalName` and `externalName` instead.

    Fix safety: unsafe; the selector has no effect, but it may be the type that is wrong.

    References: https://kubernetes.io/docs/concepts/services-networking/service/#externalname
    """

    name = "external-name-with-selector"
    title = "A Service of type ExternalName has a selector"
    category = "networking"
    severity = Severity.WARNING
    profile = "development"
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  type: ExternalName
  «selector»:
    app: db
  externalName: db.example.com
""",
            fixed="""\
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  type: ExternalName
  externalName: db.example.com
""",
            unsafe=True,
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  type: ExternalName
  externalName: db.example.com
  selector: {}
""",
            why="An empty selector asks for nothing.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        spec = external_spec(resource)
        entry = None if spec is None else spec.entry("selector")
        selector = None if spec is None else spec.mapping("selector")
        if spec is None or entry is None or selector is None or not selector.entries:
            return
        edit = remove_entry(resource.source, spec, entry)
        fix = None if edit is None else Fix("remove the selector", (edit,), Applicability.UNSAFE)
        message = (
            "a Service of type ExternalName ignores its selector, so no pod gets traffic; remove the selector, or the"
            " type"
        )
        yield self.finding(entry.key.span, message, fix=fix)
