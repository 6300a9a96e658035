"""`unknown-kind`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import Resource, is_of_kubernetes, meant
from k8slint.yaml import replace_scalar


class UnknownKind(Rule[Resource]):
    """Kinds are names in the singular, with capitals: `Deployment`, `ConfigMap`. Kubernetes compares them letter by letter,
    so it does not know `deployment`, `Deployments` or `Config-Map`, and kubectl ends with "no matches for kind".

    The names that `kubectl get` takes mislead here: it accepts `deployments` and `deploy`, manifests do not.

    Write the kind as `kubectl api-resources` shows it.

    Only apiVersions of Kubernetes itself are looked at, and only names that are close to one of its kinds. A custom resource
    is never reported.

    Fix safety: safe where only case, hyphens or the plural differ: the API server refuses the object as it is. Unsafe for
    short names and other spellings.

    References: https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields,
    https://kubernetes.io/docs/reference/kubectl/generated/kubectl_api-resources/
    """

    name = "unknown-kind"
    title = "Kubernetes has no kind of this name"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ("apiserver:refused", "kubeconform:schema")
    examples = (
        Bad(
            "apiVersion: v1\nkind: «service»\nmetadata:\n  name: shop\n",
            fixed="apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n",
        ),
        Bad(
            "apiVersion: networking.k8s.io/v1\nkind: «NetworkPolicies»\nmetadata:\n  name: shop\n",
            fixed="apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: shop\n",
        ),
        Bad(
            "apiVersion: apps/v1\nkind: «Deploymnet»\nmetadata:\n  name: shop\n",
            fixed="apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n",
            unsafe=True,
        ),
        Good("apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n"),
        Good("apiVersion: example.com/v1\nkind: Services\nmetadata:\n  name: shop\n", why="A custom resource."),
        Good("apiVersion: v1\nkind: Config\nclusters: []\n", why="A kubeconfig."),
    )

    def check(self, resource: Resource) -> Findings:
        kind = resource.kind
        if resource.kind_node.text != kind or not is_of_kubernetes(resource.group):
            return
        found = meant(kind)
        if found is None:
            return
        edit = replace_scalar(resource.source, resource.kind_node, found.kind)
        applicability = Applicability.SAFE if found.exact else Applicability.UNSAFE
        fix = None if edit is None else Fix(f"write `{found.kind}`", (edit,), applicability)
        message = f"no kind of Kubernetes is called `{kind}`, so the object is refused; write `{found.kind}`"
        yield self.finding(resource.kind_node.span, message, fix=fix)
