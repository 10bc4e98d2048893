"""Two small helpers of the situation's templates."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The entry under a key, '' where there is none."""
    return mapping.get(key, "")
