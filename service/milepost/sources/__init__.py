"""Sources: the bytes of a file, page, PDF or mail in, clean text with what is known of it out."""

from milepost.sources.bytes import decoded
from milepost.sources.fetch import STDIN, fetch, is_url
from milepost.sources.forms import FORMS, LARGEST, Sourced, text_of

__all__ = ["FORMS", "LARGEST", "STDIN", "Sourced", "decoded", "fetch", "is_url", "text_of"]
