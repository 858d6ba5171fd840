"""What databases spell in their own way: one class each, printing strings only."""
