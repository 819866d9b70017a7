"""Bytes in, clean text out: what a file, a page, a PDF, a mail or an address holds."""
