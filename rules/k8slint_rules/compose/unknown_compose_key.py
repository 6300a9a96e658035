"""`unknown-compose-key`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity, nearest
from k8slint.compose import ComposeFile, key_name, known_keys
from k8slint.yaml import Mapping, Scalar, rename_key

_OF_OWN_VOLUMES = ("driver", "driver_opts", "labels")
"""Keys that a volume cannot have with `external` (compose-spec/compose-go, validation/external.go; tried with Docker Compose
2.40.3 in November 2026). Networks may have them."""
_TRUE = ("true", "yes", "y", "on")


class UnknownComposeKey(Rule[ComposeFile]):
    """The file, or one of its networks, volumes, secrets or configs, has a key that Compose does not know. Compose
    refuses the whole file with "additional properties 'volume' not allowed".

    Usually it is a typing error such as `volume:` for `volumes:`, or a service that is not below `services:`.

    Write the key as the Compose specification spells it. A key of your own starts with `x-`.

    Ignore it when your Compose is newer than the specification of July 2026 that k8slint knows.

    Fix safety: unsafe; the key is renamed to the one that it is close to, which is a guess.

    References: https://docs.docker.com/reference/compose-file/
    """

    name = "unknown-compose-key"
    title = "The Compose file has a key that Compose refuses"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  db:\n    image: postgres:17\n«volume»:\n  data:\nnetworks:\n  back: {«drivr»: bridge}\n",
            fixed="services:\n  db:\n    image: postgres:17\nvolumes:\n  data:\nnetworks:\n  back: {driver: bridge}\n",
            unsafe=True,
        ),
        Bad(
            "«service»:\n  web:\n    image: nginx:1.29\n",
            fixed="services:\n  web:\n    image: nginx:1.29\n",
            unsafe=True,
            path="compose.yaml",
        ),
        Bad("services:\n  web:\n    image: nginx:1.29\n«db»:\n  image: postgres:17\n", path="compose.yaml"),
        Bad(
            "services:\n  db:\n    image: postgres:17\nvolumes:\n  data: {«owner»: {name: me}}\n«volume»:\n  old:\n"
            "«answer»: 42\n",
            why="The key that is meant is there already, and keys that are close to none.",
        ),
        Bad(
            "services:\n  db:\n    image: postgres:17\nvolumes:\n  data: {external: true, «driver»: local}\n",
            why="A volume that was made elsewhere has its driver already.",
        ),
        Good(
            "x-common: {a: b}\nservices:\n  db:\n    image: postgres:17\nvolumes:\n  data: {x-owner: me}\n"
            "  old: {external: true, name: shop}\n  new: {external: false, driver: local}\n"
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        for fault in file.faults:
            if fault.what != "unknown" or fault.service or fault.entry is None or fault.mapping is None:
                continue
            holder = fault.path[:-1]
            near = nearest(fault.key, known_keys(holder))
            fix = None
            remedy = "remove it, or start its name with `x-`"
            if near is not None:
                remedy = f"write `{near}`"
                edit = rename_key(file.source, fault.entry, near) if near not in fault.mapping.index else None
                fix = None if edit is None else Fix(remedy, (edit,), Applicability.UNSAFE)
            elif not holder and fault.found == "mapping":
                remedy = "put it below `services:` if it is a service, or start its name with `x-`"
            owner = f"`{holder[-1]}`" if holder else "a Compose file"
            yield self.finding(
                fault.span, f"{owner} has no key `{fault.key}`, so Compose refuses the file; {remedy}", fix=fix
            )
        yield from self._beside_external(file)

    def _beside_external(self, file: ComposeFile) -> Findings:
        volumes = None if file.root is None or file.legacy else file.root.mapping("volumes")
        for _, volume in volumes.pairs() if volumes is not None else ():
            external = volume.get("external") if isinstance(volume, Mapping) else None
            given = isinstance(external, Scalar) and external.text.lower() in _TRUE
            if isinstance(volume, Mapping) and (given or isinstance(external, Mapping)):
                for entry, _ in volume.pairs():
                    if key_name(entry) in _OF_OWN_VOLUMES:
                        message = (
                            f"`{key_name(entry)}` cannot be set for an `external` volume, which is made elsewhere, so Compose"
                            " refuses the file; remove one of the two"
                        )
                        yield self.finding(entry.key.span, message)
