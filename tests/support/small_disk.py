"""A folder on a disk of its own, which a test can fill without filling the machine's."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(megabytes: int, *, as_root: bool | None = None) -> Iterator[Path]:
    """Yield such a folder. Root mounts it; anybody else in a namespace of their own, which is seen through /proc.

    The namespace needs `kernel.unprivileged_userns_clone`, as Debian has it. `as_root`: for tests of this module.
    """
    folder = Path(tempfile.mkdtemp(prefix="emulation-pg-"))  # short: a socket is put there
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", str(folder)]
    try:
        if os.geteuid() == 0 if as_root is None else as_root:
            subprocess.run(mount, check=True)
            try:
                yield folder
            finally:
                subprocess.run(["umount", "--lazy", folder], check=True)
        else:
            with _in_namespace(mount) as root:
                yield root / folder.relative_to("/")
    finally:
        folder.rmdir()


@contextmanager
def _in_namespace(mount: list[str]) -> Iterator[Path]:
    """Yield where the files of a process are seen that has mounted something for itself alone."""
    line = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", '"$@" && echo mounted && read -r _', "sh"]
    with subprocess.Popen([*line, *mount], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin and holder.stdout
        try:
            assert holder.stdout.readline() == "mounted\n", "no namespace: see kernel.unprivileged_userns_clone"
            yield Path(f"/proc/{holder.pid}/root")
        finally:
            holder.stdin.close()  # its `read` ends, and with it the namespace
