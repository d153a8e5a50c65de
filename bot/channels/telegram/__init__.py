"""Telegram as a channel; the way in is `channel.Telegram`."""
