"""Proposes a mapping for an export: the only place where anything is guessed, and nothing of it is used unread.

`propose.py` is the entry. A proposal is text for a person to check; `mapping_file.py` reads what they keep of it.
"""
