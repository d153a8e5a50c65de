"""The web chat as a channel; the way in is `channel.Web`."""
