"""`file-left-out-of-kustomization`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity, Span
from k8slint.project import ProjectObject, name


class FileLeftOutOfKustomization(Rule[ProjectObject]):
    """A kustomization lists the files around this one, but not this one.

    kustomize deploys what `resources` lists and nothing else. A manifest that was added to the folder and not to the list
    is never applied: the review looked right, the pipeline is green, and the Service is not there.

    Add the file to `resources`, or move it out of the folder.

    k8slint says nothing where the kustomization names the file in any other way, and about files that look like
    examples. Ignore this for files that are applied by hand.

    References: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/
    """

    name = "file-left-out-of-kustomization"
    title = "A kustomization lists its neighbours, but not this file"
    category = "correctness"
    needs = ("kustomization",)
    severity = Severity.INFO
    profile = "maintenance"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            {
                "kustomization.yaml": "resources:\n  - web.yaml\n  - config.yaml\n",
                "web.yaml": "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n",
                "config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\n",
                "service.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: «web»
spec:
  selector:
    app: web
  ports:
    - port: 80
""",
            }
        ),
        Bad(
            {
                "kustomization.yaml": "namespace: team\nresources: [web.yaml]\n",
                "web.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n",
                "service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: «web»}\nspec: {ports: [{port: 80}]}\n"
                "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n",
            },
            why="Said once for the file.",
        ),
        Good(
            {
                "kustomization.yaml": "resources:\n  - web.yaml\n  - config.yaml\npatches:\n  - path: more.yaml\n",
                "web.yaml": "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n",
                "config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\n",
                "more.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\ndata:\n  a: b\n",
                "config.example.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mine\n",
            },
            why="A patch, and an example to copy.",
        ),
        Good(
            {
                "kustomization.yaml": "resources:\n  - ../web\n",
                "job.yaml": "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: job\n",
            },
            why="The kustomization lists no file of this folder, so it is not about them.",
        ),
        Good(
            {
                "kustomization.yaml": "resources: [web.yaml]\n",
                "web.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n",
                "job.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: job}\n",
                "db.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: db}\n",
            },
            why="Most files of the folder are not listed, so they are meant to be apart.",
        ),
        Good(
            {
                "kustomization.yaml": "# job.yaml is applied by hand\nresources: [web.yaml]\n",
                "web.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n",
                "job.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: job}\n",
            },
            why="The kustomization names the file.",
        ),
    )

    def check(self, item: ProjectObject) -> Findings:
        project = item.project
        beside = project.overlays.leaving_out(item.path)
        if beside is None or project.objects_in(item.path)[0] is not item:
            return
        source = project.reread.source(beside)
        own = name(item.path)
        if source is None or own in source.text or any(word in own.lower() for word in _ON_PURPOSE):
            return
        message = f"`{name(beside)}` lists the files around this one and not `{own}`, so kustomize never applies it; add it to"
        message += " `resources`"
        related = (Related(beside, Span(0, 0), "what is applied"),)
        yield self.finding(item.fact.name_span, message, related=related)


_ON_PURPOSE = ("example", "sample", "template", "test", "kind", "local", "values", "skaffold", "old", "bak")
"""Parts of names of files that are not meant for the cluster, or for another one."""
