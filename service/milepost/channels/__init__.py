"""Ways of telling people, one file each: ``send`` hands a message over or raises DeliveryError."""

from milepost.channels.mail import FolderChannel, MailChannel
from milepost.channels.webhook import WebhookChannel

__all__ = ["FolderChannel", "MailChannel", "WebhookChannel"]
