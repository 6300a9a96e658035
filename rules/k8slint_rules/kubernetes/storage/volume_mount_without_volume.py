"""`volume-mount-without-volume`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity, nearest
from k8slint.kubernetes import is_literal
from k8slint.project import Project, patches_of, reread
from k8slint.yaml import replace_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kubernetes import PodSpec
    from k8slint.project import ProjectObject
    from k8slint.yaml import Scalar


class VolumeMountWithoutVolume(Rule[Project]):
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
    )

    def check(self, project: Project) -> Findings:
        for item in project.workloads:
            if not _may_lack(item):
                continue
            given = _given(project, item)
            resource = None if given is None else reread(project, item)
            if given is not None and resource is not None and resource.pod is not None:
                yield from self._look(item, resource.pod, given)

    def _look(self, item: ProjectObject, pod: PodSpec, given: frozenset[str | None]) -> Findings:
        wanted = [mount.string("name") for container in pod.all_containers for mount in container.mounts]
        if not wanted or not pod.is_whole or _has_misplaced_volumes(pod):
            return
        names = {volume.name for volume in pod.volumes}
        for template in pod.claim_templates:
            metadata = template.mapping("metadata")
            name = None if metadata is None else metadata.string("name")
            names.add(None if name is None else name.text)
        if None in names:
            return
        used = {node.text for node in wanted if node is not None}
        free = sorted(name for name in names if name is not None and name not in used)
        for node in wanted:
            if node is not None and node.text not in names and node.text not in given and is_literal(node.text):
                near = _near(node.text, free)
                remedy = "add it to `volumes`" if near is None else f"did you mean `{near}`?"
                message = f"the pod has no volume `{node.text}`, so the API server refuses it; {remedy}"
                fix = None if near is None else _renamed(pod, node, near)
                yield self.finding(item.place(node.span), message, fix=fix)


def _may_lack(item: ProjectObject) -> bool:
    """Whether the facts of a workload show a mount without its volume."""
    pod = item.fact.pod
    volumes = {volume.name for volume in pod.volumes} if pod is not None else set()
    containers = pod.containers if pod is not None else ()
    return any(mount.volume not in volumes for container in containers for mount in container.mounts)


def _given(project: Project, item: ProjectObject) -> frozenset[str | None] | None:
    """The volumes that patches bring; None when that cannot be known."""
    patches = patches_of(project, item)
    if patches is None:
        return None
    return frozenset(
        volume.name for patch in patches if patch.fact.pod is not None for volume in patch.fact.pod.volumes
    )


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
