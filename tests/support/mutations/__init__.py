"""Rule files and data files with one slip each, as fingers make them, and files that are damaged anyhow."""
