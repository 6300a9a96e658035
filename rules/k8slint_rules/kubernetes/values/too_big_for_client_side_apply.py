"""`too-big-for-client-side-apply`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Options, Rule, Severity
from k8slint.kubernetes import Resource
from k8slint.yaml import to_data


class TooBigForClientSideApplyOptions(Options):
    """limit: bytes that the copy may have; less than the default where other annotations need room."""

    limit: int = 262_144


class TooBigForClientSideApply(Rule[Resource]):
    """`kubectl apply` keeps a copy of the object in one of its annotations, and the annotations of an object may have
    262144 bytes in all. A larger object is refused: "metadata.annotations: Too long". `kubectl create` still works, so
    it is often the first update that fails.

    Apply the file with `kubectl apply --server-side`, which keeps no copy, or split the object.

    Ignore it when your tool applies on the server side anyway.

    References: https://kubernetes.io/docs/reference/using-api/server-side-apply/
    """

    name = "too-big-for-client-side-apply"
    title = "The object is too big for `kubectl apply`"
    category = "correctness"
    severity = Severity.INFO
    profile = "strict"
    since = "0.2.0"
    Options = TooBigForClientSideApplyOptions
    examples = (
        Bad(
            'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: «dash»\ndata:\n  board.json: |\n    {"panels": []}\n',
            options={"limit": 100},
        ),
        Good('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dash\ndata:\n  board.json: |\n    {"panels": []}\n'),
    )

    def check(self, resource: Resource) -> Findings:
        limit = self.options.limit
        # JSON is hardly ever twice as long as YAML, and small objects need not be written out.
        if resource.node.end - resource.node.start < limit // 2:
            return
        from json import dumps

        try:
            data = to_data(resource.node)
        except ValueError:
            return
        size = len(dumps(data, separators=(",", ":"), ensure_ascii=False, default=str).encode())
        if size > limit:
            message = (
                f"the copy that `kubectl apply` keeps of this object has {size} bytes, and annotations may have {limit}; apply"
                " it with `--server-side`"
            )
            yield self.finding(resource.span, message)
