"""Nodes of OpenSearch on this machine, without its distribution: for tests and for trying things.

::

    python -m tests.opensearch.nodes start FOLDER [--nodes 3] [--first-port N] [--quick]
    python -m tests.opensearch.nodes stop FOLDER
    python -m tests.opensearch.nodes kill FOLDER NUMBER

``start`` makes a cluster in FOLDER, waits until it is green and prints its addresses. Given again,
it brings back the nodes that do not run, with their data. ``kill`` ends one as a crash would, with
SIGKILL. ``stop`` ends all; their data stays.

The nodes listen on loopback, without TLS and without passwords.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.opensearch.jars import HERE, Jars, NotInstalledError, jars

HOST = "127.0.0.1"
PATIENCE = 120
"""Seconds that a cluster may take to be green on a busy machine; a quiet one needs ten."""
PLUGINS = (
    "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
    "org.opensearch.painless.PainlessModulePlugin",
    "org.opensearch.transport.Netty4ModulePlugin",
    "Node$Actions",
)


class NodesError(Exception):
    """The nodes do not run; the message says why."""


@dataclass(frozen=True)
class Plan:
    """What a cluster is made with, kept in its folder.

    ``quick``: started in half the time, searching slower. ``owner``: the process with which the
    nodes end, whose data is deleted then; 0 for none. ``data``: what the folders of
    data are called before the number of a node; "" when they lie with the nodes.
    """

    ports: tuple[tuple[int, int], ...]
    heap: str = "512m"
    quick: bool = False
    owner: int = 0
    data: str = ""


@dataclass(frozen=True)
class Node:
    """One node. ``number`` counts from 1."""

    number: int
    home: Path
    port: int

    @property
    def address(self) -> str:
        """Of its HTTP interface."""
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        """What it says."""
        return self.home / "log"

    def pid(self) -> int | None:
        """Its process; None when it does not run."""
        with suppress(OSError, ValueError):
            pid = int((self.home / "pid").read_text())
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if os.fsencode(self.home) in command:
                return pid
        return None

    def start(self, command: Sequence[str]) -> None:
        """Start its process, which outlives this one."""
        written = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        pid = os.posix_spawn(
            command[0],
            command,
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, str(self.log), written, 0o644),
                (os.POSIX_SPAWN_DUP2, 1, 2),
            ],
            setsid=True,
        )
        (self.home / "pid").write_text(str(pid))
        holds(lambda: self.pid() is not None, 1)  # its command line can be read a moment later

    def end(self, number: signal.Signals) -> None:
        """Send its process a signal, and wait until it is gone."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, number)
        if not holds(lambda: _gone(pid), 30):
            os.kill(pid, signal.SIGKILL)
            holds(lambda: _gone(pid), 30)


class Cluster:
    """The nodes of a folder: 1, 2, …; a folder without any gets those of ``plan``.

    ``version``: of OpenSearch, for nodes that are started by this; "" for the one of pom.xml.
    ``plugins``: names of classes.
    """

    plugins = PLUGINS

    def __init__(self, folder: Path, plan: Plan | None = None, version: str = "") -> None:
        self._version = version
        self.folder = folder.resolve()
        kept = self.folder / "cluster.json"
        if plan is not None and not kept.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(asdict(plan)))
        if not kept.exists():
            raise NodesError(f"{folder} has no nodes: give it to start first")
        said = json.loads(kept.read_text())
        self.plan = Plan(**said | {"ports": tuple(map(tuple, said["ports"]))})
        self.nodes = tuple(
            Node(number, self.folder / str(number), port)
            for number, (port, _) in enumerate(self.plan.ports, 1)
        )

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where its nodes answer."""
        return tuple(node.address for node in self.nodes)

    def start(self) -> None:
        """Start the nodes that do not run, and wait until the cluster is green."""
        self.launch(*(node.number for node in self.nodes))
        self.wait("green")

    def launch(self, *numbers: int) -> None:
        """Start those of these nodes that do not run, and wait for nothing."""
        made_of = self._made_of()
        for number in numbers:
            node = self._node(number)
            if node.pid() is None:
                for port in self.plan.ports[number - 1]:
                    if not _free(port):
                        raise NodesError(f"port {port} is taken by another program")
                self._configure(node)
                node.start(self._command(node, made_of))

    def kill(self, number: int) -> None:
        """End a node as a crash does."""
        self._node(number).end(signal.SIGKILL)

    def end(self, number: int) -> None:
        """End a node as one does who means to."""
        self._node(number).end(signal.SIGTERM)

    def stop(self) -> None:
        """End all nodes; their data stays."""
        for node in self.nodes:
            if pid := node.pid():
                os.kill(pid, signal.SIGTERM)
        for node in self.nodes:
            node.end(signal.SIGTERM)

    def wait(self, status: str, nodes: int | None = None, seconds: float = PATIENCE) -> None:
        """Wait until the cluster has this status and as many nodes, all of them if not given.

        Each of them has to say so itself: a node belongs to a cluster before it answers others.
        """
        wanted = (status, len(self.nodes) if nodes is None else nodes)
        seen: list[tuple[str, int] | None] = []

        def reached() -> bool:
            seen[:] = map(self._health, self._living(wanted[1]))
            return seen.count(wanted) >= wanted[1]

        if not holds(reached, seconds):
            logs = ", ".join(str(node.log) for node in self.nodes)
            raise NodesError(f"not {wanted} in {seconds} seconds but {seen}, see {logs}")

    def _node(self, number: int) -> Node:
        if not 0 < number <= len(self.nodes):
            raise NodesError(f"there is no node {number} in {self.folder}")
        return self.nodes[number - 1]

    def _living(self, least: int) -> list[Node]:
        living = [node for node in self.nodes if node.pid()]
        if len(living) < least:
            (ended, *_) = (node for node in self.nodes if node not in living)
            said = ended.log.read_text(errors="replace").splitlines()[-20:]
            raise NodesError(f"node {ended.number} has ended:\n" + "\n".join(said))
        return living

    def _health(self, node: Node) -> tuple[str, int] | None:
        """The status and the number of nodes, as one node sees them."""
        connection = self._connection(node)
        try:
            connection.request("GET", "/_cluster/health?local=true")
            said = json.load(connection.getresponse())
            return said["status"], said["number_of_nodes"]
        except (OSError, http.client.HTTPException, KeyError, ValueError):
            return None
        finally:
            connection.close()

    def _made_of(self) -> Jars:
        return jars(self._version)

    def _connection(self, node: Node) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(HOST, node.port, timeout=10)

    def _configure(self, node: Node) -> None:
        configuration = node.home / "config"
        configuration.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "log4j2.properties", configuration)
        lines = [f"{name}: {json.dumps(value)}\n" for name, value in self._settings(node).items()]
        (configuration / "opensearch.yml").write_text("".join(lines))

    def _settings(self, node: Node) -> dict[str, object]:
        port, transport = self.plan.ports[node.number - 1]
        names = [f"node-{each.number}" for each in self.nodes]
        settings: dict[str, object] = {
            "cluster.name": "podshivka-tests",
            "node.name": names[node.number - 1],
            "network.host": HOST,
            "http.port": port,
            "transport.port": transport,
            "path.repo": [str(self.folder / "snapshots")],
            # a misspelt name of an index is an error, not a new index
            "action.auto_create_index": False,
            # a beginning of a word may stand for many forms
            "indices.query.bool.max_clause_count": 65_536,
            # with the serial collector, garbage would count as memory in use
            "indices.breaker.total.use_real_memory": False,
            # tests run on disks that are nearly full, too
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "cluster.max_shards_per_node": 5_000,
        }
        if self.plan.data:
            settings["path.data"] = f"{self.plan.data}-{node.number}"
        if len(names) == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = [f"{HOST}:{each}" for _, each in self.plan.ports]
            settings["cluster.initial_cluster_manager_nodes"] = names
        return settings

    def _command(self, node: Node, made_of: Jars) -> list[str]:
        heap = self.plan.heap
        flags = ["-XX:+UseSerialGC", f"-Xms{heap}", f"-Xmx{heap}", "-Dio.netty.noUnsafe=true"]
        flags += ["--enable-native-access=ALL-UNNAMED", *made_of.flags]
        if self.plan.quick:
            flags += ["-XX:TieredStopAtLevel=1"]
        command = [str(made_of.java.command), *flags, "-cp", made_of.class_path, "Node"]
        return [*command, str(node.home), str(self.plan.owner), *self.plugins]


def ports(nodes: int, first: int | None = None) -> tuple[tuple[int, int], ...]:
    """Two ports for each node, for HTTP and for other nodes: free ones, or from ``first`` on."""
    if first is not None:
        return tuple((first + each, first + 100 + each) for each in range(nodes))
    # below those that outgoing connections get, so that none of these takes one meanwhile
    drawn = random.sample(range(15_000, 32_000), 100)
    free = [port for port in drawn if _free(port)][: 2 * nodes]
    return tuple(zip(free[::2], free[1::2], strict=True))


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def _gone(pid: int) -> bool:
    """Whether a process has ended, with all its threads: only then are its ports free again."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        process = Path(f"/proc/{pid}")
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        return state in "ZX" and len(list((process / "task").iterdir())) == 1
    except OSError:
        return True


def holds(what: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds; whether it does at last."""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def main(arguments: Sequence[str]) -> int:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.opensearch.nodes")
    commands = parser.add_subparsers(dest="command", required=True)
    start, stop, kill = (commands.add_parser(name) for name in ("start", "stop", "kill"))
    for each in (start, stop, kill):
        each.add_argument("folder", type=Path)
    start.add_argument("--nodes", type=int, default=3)
    start.add_argument("--first-port", type=int, help="and those that follow it; else free ones")
    start.add_argument("--heap", default="512m", help="memory of each node")
    start.add_argument("--quick", action="store_true", help="start sooner, search slower")
    kill.add_argument("number", type=int)
    given = parser.parse_args(arguments)
    try:
        if given.command == "start":
            plan = Plan(ports(given.nodes, given.first_port), given.heap, given.quick)
            cluster = Cluster(given.folder, plan)
            cluster.start()
            print(*cluster.addresses, sep="\n")  # noqa: T201
        elif given.command == "stop":
            Cluster(given.folder).stop()
        else:
            Cluster(given.folder).kill(given.number)
    except (NodesError, NotInstalledError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
