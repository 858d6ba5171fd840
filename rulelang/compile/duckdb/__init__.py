"""Running plans in DuckDB. The only folder of the compiler that imports it, and only when it runs."""
