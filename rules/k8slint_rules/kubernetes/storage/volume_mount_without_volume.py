"""`volume-mount-without-volume`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity, nearest
from k8slint.kubernetes import PodSpec, is_literal
from k8slint.yaml import Mapping, Sequence, is_null, replace_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Node, Scalar


class VolumeMountWithoutVolume(Rule[PodSpec]):
    """A container mounts a volume that its pod does not have. The API server refuses the object. For a StatefulSet it
    takes the object and refuses the pods one by one later, which only the events tell.

    Usually the volume was renamed or is misspelled.

    Add the volume to the pod's `volumes` (or a claim template to a StatefulSet), or correct the name in the mount.

    Not reported in patches, for custom resources whose operator may add volumes, and when `volumes` is written in the
    wrong place, which `misplaced-pod-field` reports.

    Fix safety: unsafe; it is offered when exactly one volume that nothing mounts has nearly the same name.

    References: https://kubernetes.io/docs/concepts/storage/volumes/
    """

    name = "volume-mount-without-volume"
    title = "A mount names a volume the pod lacks"
    category = "correctness"
    needs = ("manifest",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ("apiserver:refused",)
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      volumeMounts:
        - name: «confg»
          mountPath: /etc/site
        - name: «cache»
          mountPath: /cache
        - name: «ca-certs»
          mountPath: /etc/ssl
  volumes:
    - name: config
      configMap: {name: site}
    - name: ca
      configMap: {name: ca}
""",
            fixed="""\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      volumeMounts:
        - name: config
          mountPath: /etc/site
        - name: cache
          mountPath: /cache
        - name: ca
          mountPath: /etc/ssl
  volumes:
    - name: config
      configMap: {name: site}
    - name: ca
      configMap: {name: ca}
""",
            unsafe=True,
        ),
        Good(
            """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels: {app: db}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
        - name: db
          image: postgres:17
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 10Gi}}
""",
            why="A claim template is a volume of its name.",
        ),
        Good(
            {
                "base/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n"
                "      image: web:1\n      volumeMounts: [{name: conf, mountPath: /conf}]\n",
                "base/kustomization.yaml": "resources: [pod.yaml]\n",
                "prod/kustomization.yaml": "resources: [../base]\npatches: [{path: conf.yaml}]\n",
                "prod/conf.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n"
                "  volumes: [{name: conf, configMap: {name: prod}}]\n",
            },
            why="The overlay brings the volume.",
        ),
        Good(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {a: b}}\n"
            "  template:\n    metadata: {labels: {a: b}}\n    spec:\n      containers:\n        - name: web\n"
            "          image: web:1\n          volumeMounts: [{name: conf, mountPath: /a}, {name: $NAME, mountPath: /b}]\n"
            "    volumes: [{name: conf, emptyDir: {}}]\n",
            why="`volumes` is in the wrong place, which is `misplaced-pod-field`.",
        ),
        Good(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n"
            "      volumeMounts: [{name: conf, mountPath: /a}]\n---\napiVersion: serving.knative.dev/v1\nkind: Service\n"
            "metadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - image: web:1\n"
            "          volumeMounts: [{name: conf, mountPath: /a}]\n",
            why="A part of a pod, and a custom resource.",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata: {name: one}
spec:
  containers: [{name: one, image: 'one:1', volumeMounts: [{name: data, mountPath: /data}]}]
  volumes: "{{ .volumes }}"
---
apiVersion: v1
kind: Pod
metadata: {name: two}
spec:
  containers: [{name: two, image: 'two:1', volumeMounts: [{name: data, mountPath: /data}]}]
  volumes: [{name: "{{ .volume }}", emptyDir: {}}]
---
apiVersion: v1
kind: Pod
metadata: {name: three}
spec:
  containers: [{name: three, image: 'three:1', volumeMounts: [{name: data, mountPath: /data}]}]
  volumes: ["{{ .volume }}"]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: four}
spec:
  selector: {matchLabels: {app: four}}
  template:
    metadata: {labels: {app: four}}
    spec:
      containers: [{name: four, image: 'four:1', volumeMounts: [{name: data, mountPath: /data}]}]
  volumeClaimTemplates: [{spec: {accessModes: [ReadWriteOnce]}}]
""",
            why="A template puts the volumes in, or a claim template has no name yet.",
        ),
        Bad(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  volumes:\n  containers:\n    - name: web\n"
            "      image: web:1\n      volumeMounts: [{name: «data», mountPath: /data}]\n",
            why="`volumes` is there and empty.",
        ),
        Bad(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: web:1\n"
            "      volumeMounts:\n        - {name: «data», mountPath: /data}\n"
            "  volumes:\n    - {name: web-data-disk, emptyDir: {}}\n",
            fixed="apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n"
            "      image: web:1\n      volumeMounts:\n        - {name: web-data-disk, mountPath: /data}\n"
            "  volumes:\n    - {name: web-data-disk, emptyDir: {}}\n",
            unsafe=True,
            why="The only other volume has the name and more.",
        ),
    )

    def check(self, pod: PodSpec) -> Findings:
        wanted = [mount.string("name") for container in pod.all_containers for mount in container.mounts]
        names = _volumes(pod) if wanted and pod.is_whole and not _has_misplaced_volumes(pod) else None
        if names is None:
            return
        used = {node.text for node in wanted if node is not None}
        for node in wanted:
            if node is not None and node.text not in names and is_literal(node.text):
                near = _near(node.text, sorted(names - used))
                remedy = "add it to `volumes`" if near is None else f"did you mean `{near}`?"
                message = f"the pod has no volume `{node.text}`, so the API server refuses it; {remedy}"
                fix = None if near is None else _renamed(pod, node, near)
                yield self.finding(node.span, message, fix=fix)


def _volumes(pod: PodSpec) -> set[str] | None:
    """The names of a pod's volumes and claim templates; None when one of them cannot be known."""
    written = pod.get("volumes")
    if not (written is None or isinstance(written, Sequence) or is_null(written)):
        return None
    holders: list[Node | None] = [*pod.node.items("volumes")]
    holders += [template.mapping("metadata") for template in pod.claim_templates]
    found = [holder.string("name") if isinstance(holder, Mapping) else None for holder in holders]
    names = {node.text for node in found if node is not None and is_literal(node.text)}
    return names if all(node is not None and node.text in names for node in found) else None


def _has_misplaced_volumes(pod: PodSpec) -> bool:
    """Whether `volumes` stands somewhere around the spec, or in a container."""
    spec = pod.resource.spec
    holders = [pod.template, *(container.node for container in pod.all_containers)]
    if spec is not None and spec is not pod.node:
        holders.append(spec)
    return any(holder.get("volumes") is not None for holder in holders)


def _near(name: str, free: list[str]) -> str | None:
    """The volume that nothing mounts and that a mount must mean: a slip, or a name with a part more or less."""
    found = nearest(name, free)
    if found is not None:
        return found
    parts = [other for other in free if f"-{other}-" in f"-{name}-" or f"-{name}-" in f"-{other}-"]
    return parts[0] if len(parts) == 1 else None


def _renamed(pod: PodSpec, node: Scalar, near: str) -> Fix | None:
    edit = replace_scalar(pod.source, node, near)
    return None if edit is None else Fix(f"mount the volume `{near}`", (edit,), Applicability.UNSAFE)
