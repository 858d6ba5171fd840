"""Makes the data of the quarter run from a seed, as Parquet: partners, deals and certificates.

Deals are as skewed as those of real programs: half of the partners have six or fewer, one in a hundred has 55 or more,
and one has 2,853. Rows come in no order. The same seed and number of partners give the same rows.
"""
from __future__ import annotations

from pathlib import Path

import duckdb

LARGEST = 2_853
KEYS = {"text": "'P' || lpad(cast(n as varchar), 8, '0')", "number": "cast(n as bigint)"}
"""What partners are known by: text as partner portals give it, or a number as databases do."""
PARTNERS = """
select
  {key} as partner_id,
  list_extract(['americas', 'emea', 'apac', 'china'], cast(1 + hash(n, {seed}, 'region') % 4 as integer)) as region,
  list_extract(['reseller', 'service', 'distributor'], cast(1 + hash(n, {seed}, 'track') % 3 as integer)) as track,
  case when hash(n, {seed}, 'answered') % 10 > 0
    then cast(cast(20 + hash(n, {seed}, 'csat') % 31 as decimal(4, 0)) * 0.1 as decimal(3, 1)) end as csat
from range({partners}) as t(n)
"""
COUNTED = """
select n, case when n = 7 then {largest} else cast(round(exp(ln(6) + 0.953 * normal)) as integer) end as deals
from (
  select n, sqrt(-2 * ln((1 + hash(n, {seed}, 'u') % 1000000) / 1000001.0))
    * cos(2 * pi() * (hash(n, {seed}, 'v') % 1000000) / 1000000.0) as normal
  from range({partners}) as t(n)
)
"""
DEALS = """
select
  {key} as partner_id,
  'p' || lpad(cast(hash(n, i, {seed}, 'product') % 12 as varchar), 2, '0') as product,
  list_extract(['won', 'won', 'won', 'lost', 'open'], cast(1 + hash(n, i, {seed}, 'status') % 5 as integer)) as status,
  cast(cast(10000 + (hash(n, i, {seed}, 'amount') % 3000) * (hash(n, i, {seed}, 'size') % 3000) as decimal(18, 0))
    * 0.01 as decimal(18, 2)) * (1 + hash(n, {seed}, 'scale') % 8) as amount,
  cast(date '2024-01-01' + cast(hash(n, i, {seed}, 'day') % 456 as integer) as date) as closed_on
from (select n, unnest(range(deals)) as i from ({counted}))
order by hash(n, i, {seed}, 'order')
"""
CERTIFICATES = """
select partner_id, issued_on, case when hash(n, i, {seed}, 'ends') % 4 > 0
  then cast(issued_on + cast(200 + hash(n, i, {seed}, 'length') % 900 as integer) as date) end as expires_on
from (
  select n, i, {key} as partner_id,
    cast(date '2022-06-01' + cast(hash(n, i, {seed}, 'issued') % 1000 as integer) as date) as issued_on
  from range({partners}) as t(n), range(8) as u(i)
  where hash(n, i, {seed}, 'has') % 2 = 0
)
order by hash(n, i, {seed}, 'order')
"""


def generate(folder: Path, partners: int, seed: int = 1, keys: str = "text") -> None:
    """Writes Partner.parquet, Deal.parquet and Certificate.parquet into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    values = {"partners": partners, "seed": seed, "largest": LARGEST, "key": KEYS[keys]}
    counted = COUNTED.format(**values)
    with duckdb.connect(":memory:") as connection:
        for name, query in (("Partner", PARTNERS), ("Deal", DEALS), ("Certificate", CERTIFICATES)):
            text = query.format(**values, counted=counted)
            amount = "* replace (cast(amount as decimal(18, 2)) as amount)" if name == "Deal" else "*"
            target = str(folder / f"{name}.parquet").replace("'", "''")
            connection.execute(f"copy (select {amount} from ({text})) to '{target}' (format parquet)")
