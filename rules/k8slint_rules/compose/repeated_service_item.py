"""`repeated-service-item`."""

from __future__ import annotations

from k8slint import Bad, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeFile
from k8slint.yaml import Scalar, leaves_comment, remove_item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.compose import Fault


class RepeatedServiceItem(Rule[ComposeFile]):
    """A list of a service names the same thing twice, for example a network or a dependency. Compose refuses the whole
    file with "items at 0 and 1 are equal".

    Remove one of the two.

    Lists in which Compose accepts this, such as `ports`, are not reported.

    Fix safety: safe; Compose refused the file, and the list means the same. It is not offered where a comment would
    lose what it is about.

    References: https://docs.docker.com/reference/compose-file/services/#networks
    """

    name = "repeated-service-item"
    title = "A list of a service names something twice"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    networks:\n      - front\n      - back\n      - «back»\n"
            "    depends_on: [db, «db»]\n  db:\n    image: db:1\nnetworks:\n  front:\n  back:\n",
            fixed="services:\n  web:\n    image: nginx:1.29\n    networks:\n      - front\n      - back\n"
            "    depends_on: [db]\n  db:\n    image: db:1\nnetworks:\n  front:\n  back:\n",
        ),
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    networks:\n      - back\n      # for the reports\n"
            "      - «back»\nnetworks:\n  back:\n",
            fixed="services:\n  web:\n    image: nginx:1.29\n    networks:\n      - back\nnetworks:\n  back:\n",
            why="With its comment.",
        ),
        Good(
            "services:\n  web:\n    image: nginx:1.29\n    networks: [front, back]\n    expose: [80, 80]\n"
            "    ports: ['80:80', '80:80']\nnetworks:\n  front:\n  back:\n",
            why="Compose drops the second port without a word.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        for fault in file.faults:
            if fault.what == "repeated" and isinstance(fault.node, Scalar):
                message = f"`{fault.key}` names `{fault.node.text}` twice, so Compose refuses the file; remove one"
                yield self.finding(fault.span, message, fix=_without(file, fault))


def _without(file: ComposeFile, fault: Fault) -> Fix | None:
    service = file.service(fault.service)
    sequence = None if service is None else service.node.sequence(fault.key)
    edit = None if sequence is None else remove_item(file.source, sequence, fault.node)
    if edit is None or leaves_comment(file.source, edit):
        return None
    return Fix("remove the second one", (edit,))
