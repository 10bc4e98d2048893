"""Faults planted in a draft, past the doors, for the checks to find."""

from typing import Any

from wenzeng.bulletins.models import Bulletin


def replace_words(bulletin: Bulletin, old: str, new: str) -> Bulletin:
    """Change words between figures, in paragraphs and cells alike; fails when they are not there."""
    found = 0

    def changed(value: Any) -> Any:
        nonlocal found
        if isinstance(value, str) and old in value:
            found += 1
            return value.replace(old, new, 1) if found == 1 else value
        if isinstance(value, list):
            return [changed(item) for item in value]
        if isinstance(value, dict):
            return {key: changed(item) for key, item in value.items()}
        return value

    bulletin.text = changed(bulletin.text)
    assert found, old
    bulletin.save()
    return bulletin


def tokens_of(value: Any) -> list[dict[str, Any]]:
    """Every token of the text, to be changed in place, in the order of reading."""
    if isinstance(value, list):
        return [token for item in value for token in tokens_of(item)]
    if isinstance(value, dict):
        if "observation" in value:
            return [value]
        return [token for key in ("runs", "rows") for token in tokens_of(value.get(key, []))]
    return []


def retype(bulletin: Bulletin, observation: int, typed: str, *, nth: int = 0) -> Bulletin:
    """Print another number at the nth place of an observation."""
    tokens = [token for token in tokens_of(bulletin.text) if token["observation"] == observation]
    tokens[nth]["text"] = typed
    bulletin.save()
    return bulletin


def rebind(bulletin: Bulletin, old: int, new: int) -> Bulletin:
    """Let a figure name another observation and leave its print alone."""
    for token in tokens_of(bulletin.text):
        if token["observation"] == old:
            token["observation"] = new
    bulletin.save()
    return bulletin
