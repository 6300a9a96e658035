"""`folded-certificate`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Finding, Findings, Fix, Good, Rule, Severity, Span
from k8slint.kubernetes import Resource
from k8slint.yaml import Scalar

_MAPS = (("ConfigMap", ("data",)), ("Secret", ("stringData",)))


class FoldedCertificate(Rule[Resource]):
    """A certificate or key in PEM format is written as a folded scalar (`>`), or in plain text over several lines. YAML
    joins such lines with blanks, and a PEM block needs its line breaks. Programs that read the file find no certificate
    in it.

    Write a literal scalar: `|` in place of `>`.

    Fix safety: unsafe; the content changes, though it was of no use before.

    References: https://kubernetes.io/docs/concepts/configuration/configmap/,
    https://yaml.org/spec/1.2.2/#812-literal-style
    """

    name = "folded-certificate"
    title = "YAML joins the lines of a certificate"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    examples = (
        Bad(
            """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: ca
data:
  ca.crt: «>»
    -----BEGIN CERTIFICATE-----
    MIIBszCCAVmgAwIBAgIUQ0x5b3c0c2RmYXNkZmFzZGZhc2RmMAoGCCqGSM49BAMC
    -----END CERTIFICATE-----
""",
            fixed="""\
apiVersion: v1
kind: ConfigMap
metadata:
  name: ca
data:
  ca.crt: |
    -----BEGIN CERTIFICATE-----
    MIIBszCCAVmgAwIBAgIUQ0x5b3c0c2RmYXNkZmFzZGZhc2RmMAoGCCqGSM49BAMC
    -----END CERTIFICATE-----
""",
            unsafe=True,
        ),
        Good(
            """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: ca
data:
  ca.crt: |
    -----BEGIN CERTIFICATE-----
    MIIBszCCAVmgAwIBAgIUQ0x5b3c0c2RmYXNkZmFzZGZhc2RmMAoGCCqGSM49BAMC
    -----END CERTIFICATE-----
  note: >
    a text that is
    folded on purpose
"""
        ),
    )

    def check(self, resource: Resource) -> Findings:
        if resource.api_version != "v1":
            return
        for kind, keys in _MAPS:
            for key in keys if kind == resource.kind else ():
                holder = resource.node.mapping(key)
                for entry, value in holder.pairs() if holder is not None else ():
                    if isinstance(value, Scalar) and _is_joined(value):
                        yield self._finding(entry.name, value)

    def _finding(self, name: str, value: Scalar) -> Finding:
        mark = Span(value.start, value.start + 1)
        message = (
            f"YAML joins the lines of the PEM block in `{name}` with blanks, so no program can read it; write `|` for a text"
            " with line breaks"
        )
        if value.mark != ">":
            return self.finding(value.span, message)
        fix = Fix("write `|`", (Edit(mark, "|"),), Applicability.UNSAFE) if not value.shared else None
        return self.finding(mark, message, fix=fix)


def _is_joined(value: Scalar) -> bool:
    text = value.text
    begin = text.find("-----BEGIN ")
    if begin < 0 or value.mark not in (">", None, ""):
        return False
    return "----- " in text[begin + 11 :] and "-----END " in text[begin:]
