"""The explorer: what it knows of a build, and the page that shows it."""
