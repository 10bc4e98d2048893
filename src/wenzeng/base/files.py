"""据: keep an original under its SHA-256, before anything else is done with it (decisions.md 16)."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from wenzeng.base import clock
from wenzeng.base.models.files import StoredFile
from wenzeng.base.models.people import User

MOST_NAMED = 5


class CannotKeep(Exception):
    """The file is refused; the sentence says why and what to do."""


def _place(sha256: str) -> Path:
    return Path(settings.WENZENG_FILES) / sha256


def keep(content: bytes, *, name: str, by: User | None) -> StoredFile:
    """Write the bytes to disk and only then to the table; the same bytes are kept once."""
    if not content:
        raise CannotKeep(_("《%(name)s》是空文件：请重新导出后再传。") % {"name": name})
    limit = settings.WENZENG_FILE_LIMIT_MB
    if len(content) > limit * 1024 * 1024:
        raise CannotKeep(
            _("《%(name)s》有 %(size).1f MB，超过 %(limit)s MB：请去掉图片或拆分后再传。")
            % {"name": name, "size": len(content) / 1048576, "limit": limit}
        )
    sha256 = hashlib.sha256(content).hexdigest()
    target = _place(sha256)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(temporary.name).replace(target)
    stored, _created = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": Path(name).name[-200:].strip() or _("未命名"),
            "size": len(content),
            "kept_at": clock.now(),
            "kept_by": by,
        },
    )
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes as they came, checked against their name."""
    try:
        content = _place(stored.sha256).read_bytes()
    except FileNotFoundError:
        raise CannotKeep(_("原件《%(name)s》不在存储里：请从备份恢复。") % {"name": stored.name}) from None
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise CannotKeep(_("原件《%(name)s》与收存时的校验值不符：请从备份恢复。") % {"name": stored.name})
    return content


def harmed() -> Iterator[tuple[StoredFile, str]]:
    """Originals that are not there, or not what they were, with the word for it. Read as a stream, all of them."""
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        try:
            with _place(stored.sha256).open("rb") as original:
                same = hashlib.file_digest(original, "sha256").hexdigest() == stored.sha256
        except FileNotFoundError:
            yield stored, _("不在了")
        except OSError as fault:
            yield stored, _("读不了（%(fault)s）") % {"fault": fault.strerror}
        else:
            if not same:
                yield stored, _("被改动")


def harm_sentence() -> str:
    """Which originals are harmed, in one sentence; "" where all are whole."""
    found = list(harmed())
    named = [
        _("《%(name)s》（%(sha)s…）%(word)s") % {"name": stored.name, "sha": stored.sha256[:8], "word": word}
        for stored, word in found[:MOST_NAMED]
    ]
    if not named:
        return ""
    return _("收存的原件有%(n)s份不对：%(list)s%(more)s。请从备份恢复。") % {
        "n": len(found),
        "list": "、".join(named),
        "more": _("等") if len(found) > len(named) else "",
    }
