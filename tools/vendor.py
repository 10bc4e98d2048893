"""Fetch the third-party files of the front end, and prove that they are the ones written down.

For maintainers only: users of wenzeng get the files with the source and need no Node.

    python tools/vendor.py             compare the files with the manifest, without a network
    python tools/vendor.py --fetch     take the packages of the manifest again; a differing hash is refused
    python tools/vendor.py --pin       the same, but write the new hashes: after a version was changed

Packages come through the npm client from whichever registry it is set up for; the manifest names none.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "src/wenzeng/site/static/vendor"
MANIFEST = VENDOR / "manifest.toml"

# A map that is not shipped makes the static file storage fail when it collects.
SOURCE_MAP = re.compile(rb"\n?(?:/\*[#@] sourceMappingURL=[^*]*\*/|//[#@] sourceMappingURL=\S*)\s*")

HEAD = """\
# Third-party files of the front end, written by tools/vendor.py. To take a newer one: change its version,
# then run `python tools/vendor.py --pin`. Hashes are written as in the integrity attribute; the tarball's is
# of the package as published, a file's is of what lies here (without its sourceMappingURL).
"""


class CannotVendor(Exception):
    """A package or a file is not what the manifest says."""


@dataclass(frozen=True)
class Kept:
    """One file of a package: where it is in the tarball, and where it lies here."""

    source: str
    path: str
    sha384: str


@dataclass(frozen=True)
class Package:
    """One package of the manifest."""

    name: str
    version: str
    licence: str
    tarball: str
    files: tuple[Kept, ...]


def integrity(data: bytes, algorithm: str) -> str:
    """The hash in the form `sha384-<base64>`."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def read() -> list[Package]:
    """The manifest's packages, in its order."""
    raw = tomllib.loads(MANIFEST.read_text("utf-8"))
    return [
        Package(
            row["name"],
            row["version"],
            row["licence"],
            row["tarball"],
            tuple(Kept(kept["source"], kept["path"], kept["sha384"]) for kept in row["files"]),
        )
        for row in raw["package"]
    ]


def write(packages: list[Package]) -> None:
    """The manifest, written in one fixed form."""
    blocks = [HEAD]
    for package in packages:
        files = "".join(
            f'\n[[package.files]]\npath = "{kept.path}"\nsource = "{kept.source}"\nsha384 = "{kept.sha384}"\n'
            for kept in package.files
        )
        blocks.append(
            f'\n[[package]]\nname = "{package.name}"\nversion = "{package.version}"\n'
            f'licence = "{package.licence}"\ntarball = "{package.tarball}"\n{files}'
        )
    MANIFEST.write_text("".join(blocks), "utf-8")


def faults(packages: list[Package]) -> list[str]:
    """What differs between the folder and the manifest; empty when all is well."""
    found = []
    known = {MANIFEST.name}
    for package in packages:
        for kept in package.files:
            known.add(kept.path)
            path = VENDOR / kept.path
            if not path.is_file():
                found.append(f"{kept.path}: missing")
            elif integrity(path.read_bytes(), "sha384") != kept.sha384:
                found.append(f"{kept.path}: not the file of {package.name} {package.version}")
    here = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    return found + [f"{path}: not in the manifest" for path in sorted(here - known)]


def fetch(package: Package, *, pin: bool) -> Package:
    """Take one package and put its files in place.

    Raises:
        CannotVendor: a hash differs from the manifest's and `pin` was not asked for.
    """
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
            cwd=folder, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        tarball = next(Path(folder).glob("*.tgz"))
        seen = integrity(tarball.read_bytes(), "sha512")
        if seen != package.tarball and not pin:
            raise CannotVendor(f"{package.name} {package.version}: the package is {seen}")
        files = []
        with tarfile.open(tarball) as archive:
            for kept in package.files:
                member = archive.extractfile(f"package/{kept.source}")
                if member is None:
                    raise CannotVendor(f"{package.name} {package.version}: {kept.source} is no file")
                data = SOURCE_MAP.sub(b"\n", member.read())
                now = replace(kept, sha384=integrity(data, "sha384"))
                if now != kept and not pin:
                    raise CannotVendor(f"{kept.path}: the file is {now.sha384}")
                path = VENDOR / kept.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                files.append(now)
    return replace(package, tarball=seen, files=tuple(files))


def main() -> int:
    """Run from the command line; the exit status is 1 when something differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--fetch", action="store_true", help="take the packages again and check them")
    group.add_argument("--pin", action="store_true", help="take them and write their hashes")
    wanted = parser.parse_args()
    packages = read()
    try:
        if wanted.fetch or wanted.pin:
            packages = [fetch(package, pin=wanted.pin) for package in packages]
        if wanted.pin:
            write(packages)
    except CannotVendor as reason:
        print(reason, file=sys.stderr)
        return 1
    found = faults(packages)
    for line in found:
        print(line, file=sys.stderr)
    if not found:
        print(f"{sum(len(package.files) for package in packages)} files as in the manifest")
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
