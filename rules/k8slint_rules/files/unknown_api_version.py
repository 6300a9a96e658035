"""`unknown-api-version`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import Resource, homes, is_literal, is_near, is_of_kubernetes, is_served
from k8slint.yaml import replace_scalar
from k8slint_rules._shared.api_versions import lookup


class UnknownApiVersion(Rule[Resource]):
    """Each kind belongs to one API group. A Deployment is `apps/v1`; with `v1`, `app/v1` or `apps/v2` kubectl ends with
    "no matches for kind "Deployment" in version "v1"", and the object is never created.

    Write the apiVersion that the message names. `kubectl explain deployment` shows it too.

    Versions that Kubernetes has removed have a rule of their own, removed-api-version. A group with a dot that is not like
    one of Kubernetes may belong to a custom resource and is not reported.

    Fix safety: safe, where the kind has one apiVersion only: the API server refuses the object as it is.

    References: https://kubernetes.io/docs/reference/using-api/#api-groups,
    https://kubernetes.io/docs/reference/kubernetes-api/
    """

    name = "unknown-api-version"
    title = "The apiVersion does not have this kind"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("apiserver:refused", "kubeconform:schema")
    examples = (
        Bad(
            "apiVersion: «v1»\nkind: Deployment\nmetadata:\n  name: shop\n",
            fixed="apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n",
        ),
        Bad(
            "apiVersion: «apps/v2»\nkind: StatefulSet\nmetadata:\n  name: shop\n",
            fixed="apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: shop\n",
        ),
        Bad(
            "apiVersion: «networking.k8s/v1»\nkind: Ingress\nmetadata:\n  name: shop\n",
            fixed="apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\n",
        ),
        Good("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n"),
        Good("apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: shop\n", why="A custom resource."),
        Good(
            "apiVersion: apps/v1beta1\nkind: Deployment\nmetadata:\n  name: shop\n",
            why="It once was: see removed-api-version.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        node, kind = resource.api_version_node, resource.kind
        written = node.text
        places = homes(kind)
        if not places or resource.kind_node.text != kind or written in places or not is_literal(written):
            return
        group, version = resource.group, resource.version
        if lookup(written, kind) is not None:
            return
        if any(place.rpartition("/")[0] == group for place in places):
            if is_served(group, version, kind):
                return
        elif group == "extensions" or not (is_of_kubernetes(group) or is_near(group, kind)):
            return
        fix = None
        if len(places) == 1:
            edit = replace_scalar(resource.source, node, places[0])
            fix = None if edit is None else Fix(f"write `{places[0]}`", (edit,), Applicability.SAFE)
        listed = " or ".join(f"`{place}`" for place in places)
        yield self.finding(
            node.span, f"`{written}` has no kind `{kind}`, so the object is refused; write {listed}", fix=fix
        )
