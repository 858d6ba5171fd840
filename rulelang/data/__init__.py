"""Data in and out: populations from folders of files or from rows of a host, results to files.

What is accepted, in the order in which it is decided (every reader of data keeps to this list):

1. A file, an entity: `Deal.csv`, `.parquet`, `.json`, `.jsonl` or `.xlsx`, else the same name in any case, else the
   relation's name or a plural (`deals.csv`). Two that fit equally well, a missing file or column, a header twice:
   nothing is read at all. `rulelang.toml` in the same folder may say another file and how it writes what
   (`mapping.py`); what it does not say is read in the strict way, and nothing is guessed.
2. A row whose `recorded on` date is a date after the as-of date is left out before anything else is said of it.
3. Each cell is read by the type of its field (`schema.py`); one that does not fit is a reject, and so is its row.
   Nothing is trimmed, folded or rounded. Trailing zeros are no digits: `12.500` fits two decimals. Text is brought to
   Unicode NFC. An empty cell is missing where the field is optional; for a set that is not optional it is
   the empty set. A number of JSON counts by its digits, one of a spreadsheet by the shortest decimal that is stored
   the same way; a number is no text, but for whole numbers where the mapping says so.
4. Rows of one entity with the same key are versions of each other where it is `recorded on` a date: only those of the
   latest date are seen, whether they are good or not, and nothing is said of the earlier ones. Where several rows are
   left with one key, all of them are rejected. A row whose key or recording date cannot be read is a reject by itself.
   The key of a record stands for itself: two partners cannot share a deal.
5. A record names its partner by the partner's key columns. When the partner's own row was rejected or left out, the
   record is counted and nothing more is said of it; when there is no such partner, it is a reject.
6. A rejected record whose partner is known marks that partner: results that read the relation are unknown for it.
7. A row may name other records: by a reference, as a second parent, or as the record that it belongs to. One that
   names nobody is a reject, and so is one that refers to a row which does not count; what belongs to such a row is
   counted, and marks the partner as well (`linking.py`).
8. A relation is covered from the day that the mapping says, else from the first day of the quarter that holds the
   earliest date of its accepted rows; one without any dated row is not covered at all, one that has no dates is
   complete.
"""
