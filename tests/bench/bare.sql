-- What somebody would write by hand who trusts the data: exact decimals, no rejects, no reasons.
with revenues as (
  select partner_id, sum(amount) as revenue
  from '{folder}/Deal.parquet'
  where closed_on between date '2025-01-01' and date '2025-03-31'
    and status = 'won'
    and product in ('p00', 'p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07')
  group by partner_id
),
certificates as (
  select partner_id, count(*) as certified
  from '{folder}/Certificate.parquet'
  where issued_on <= date '2025-03-31' and (expires_on is null or expires_on >= date '2025-03-31')
  group by partner_id
),
figures as (
  select partner_id, csat, coalesce(revenue, 0) as revenue, coalesce(certified, 0) as certified
  from '{folder}/Partner.parquet'
  left join revenues using (partner_id)
  left join certificates using (partner_id)
),
levels as (
  select
    partner_id,
    revenue,
    case
      when revenue >= 100000 and certified >= 3 and csat >= 4.0 then 'gold'
      when revenue >= 20000 and certified >= 1 then 'silver'
      else 'member'
    end as level
  from figures
),
rebates as (
  select
    partner_id,
    level,
    case when level <> 'member' then
      round_even(least(
        least(revenue, 50000) * 0.01
          + greatest(least(revenue, 250000) - 50000, 0) * 0.02
          + greatest(revenue - 250000, 0) * 0.035,
        25000), 2)
    else 0 end as rebate
  from levels
)
select
  partner_id,
  level as "Level",
  level <> 'member' as may_earn,
  cast(rebate as decimal(18, 2)) as rebate,
  cast(least(rebate, 20000) as decimal(18, 2)) as total_payout
from rebates
order by partner_id
