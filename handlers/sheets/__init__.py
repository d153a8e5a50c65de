"""What the line cannot know and communes enter: a sheet for each commune and half-year."""
