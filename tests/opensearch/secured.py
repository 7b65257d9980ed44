"""A node with OpenSearch's security plugin: it wants TLS, and a role for everything."""

from __future__ import annotations

import base64
import http.client
import json
import shutil
import ssl
import subprocess
from pathlib import Path
from typing import Any

from tests.opensearch.jars import Jars, jars
from tests.opensearch.nodes import HOST, PATIENCE, PLUGINS, Cluster, Node, NodesError, Plan, holds

SECURED = "3.4.0"
"""The newest version of OpenSearch whose security plugin could be fetched."""

NODE, ADMINISTRATOR = "node", "administrator"
"""Names in certificates: of the node, and of the one who may do everything."""


class Authority:
    """Signs certificates for HOST, and keeps them in ``folder`` with their keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certificate = folder / "authority.pem"
        if not self.certificate.exists():
            folder.mkdir(parents=True)
            made = ["-x509", *self._new("authority"), "-out", str(self.certificate)]
            _openssl("req", *made)

    def signed(self, name: str) -> tuple[Path, Path]:
        """A certificate for ``name``, and its key."""
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        request, more = self.folder / f"{name}.csr", self.folder / "more"
        _openssl("req", *self._new(name), "-out", str(request))
        more.write_text(f"subjectAltName=IP:{HOST}\nextendedKeyUsage=serverAuth,clientAuth\n")
        by = ["-CA", str(self.certificate), "-CAkey", str(self.folder / "authority.key")]
        made = ["-days", "2", "-extfile", str(more), "-CAcreateserial", "-out", str(certificate)]
        _openssl("x509", "-req", "-in", str(request), *by, *made)
        return certificate, key

    def _new(self, name: str) -> list[str]:
        key = ["-newkey", "rsa:2048", "-nodes", "-keyout", str(self.folder / f"{name}.key")]
        return ["-subj", f"/CN={name}", "-days", "2", *key]


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


class SecuredNode(Cluster):
    """A node with the security plugin as it is shipped, and certificates of its ``authority``."""

    plugins = (*PLUGINS, "org.opensearch.security.OpenSearchSecurityPlugin")

    def __init__(self, folder: Path, plan: Plan) -> None:
        super().__init__(folder, plan, SECURED)
        self.authority = Authority(self.folder / "certificates")
        self._own = self.authority.signed(NODE)
        self._administrator = self.authority.signed(ADMINISTRATOR)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address where it answers."""
        return tuple(f"https://{HOST}:{node.port}" for node in self.nodes)

    def start(self) -> None:
        """Start it, and wait until it knows its users."""
        super().start()
        if not holds(
            lambda: self.ask("GET", "/_plugins/_security/health")[1]["status"] == "UP", PATIENCE
        ):
            raise NodesError(f"its security is not set up, see {self.nodes[0].log}")

    def ask(self, method: str, path: str, body: object = None, login: str = "") -> tuple[int, Any]:
        """Status and answer of a request; without ``login``, of the administrator."""
        kept = {"Content-Type": "application/json"}
        if login:
            kept["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
        connection = self._connection(self.nodes[0], known=not login)
        connection.request(method, path, None if body is None else json.dumps(body), kept)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        return answer.status, json.loads(said) if said[:1] in b"{[" else said.decode()

    def _made_of(self) -> Jars:
        return jars(SECURED, secured=True)

    def _connection(self, node: Node, *, known: bool = True) -> http.client.HTTPSConnection:
        context = ssl.create_default_context(cafile=self.authority.certificate)
        if known:
            context.load_cert_chain(*self._administrator)
        return http.client.HTTPSConnection(HOST, node.port, timeout=60, context=context)

    def _settings(self, node: Node) -> dict[str, object]:
        configuration = node.home / "config"
        shutil.copytree(self._made_of().security, configuration / "opensearch-security")
        for file in (*self._own, self.authority.certificate):
            shutil.copy(file, configuration)
        security: dict[str, object] = {
            "ssl.http.enabled": True,
            "ssl.transport.enforce_hostname_verification": False,
            "authcz.admin_dn": [f"CN={ADMINISTRATOR}"],
            # as the files of opensearch-security say
            "allow_default_init_securityindex": True,
        }
        for port in ("http", "transport"):
            certificate, key = self._own
            security |= {
                f"ssl.{port}.pemcert_filepath": certificate.name,
                f"ssl.{port}.pemkey_filepath": key.name,
                f"ssl.{port}.pemtrustedcas_filepath": self.authority.certificate.name,
            }
        named = {f"plugins.security.{name}": value for name, value in security.items()}
        return super()._settings(node) | named
