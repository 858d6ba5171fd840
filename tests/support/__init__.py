"""What tests share: Markdown pages that are run, and folders they run in."""
