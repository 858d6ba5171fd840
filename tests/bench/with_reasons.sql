-- The same by hand, with what the program says of bad rows and missing answers: no amount rests on a row that does not
-- fit, a partner with such a row is paid nothing yet, and a column says why.
with deals as (
  select
    partner_id,
    amount,
    coalesce(
      closed_on between date '2025-01-01' and date '2025-03-31'
        and status = 'won'
        and product in ('p00', 'p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07'),
      false) as counts,
    not coalesce(
      amount between 0 and 10000000
        and status in ('won', 'lost', 'open')
        and product in ('p00', 'p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07', 'p08', 'p09', 'p10', 'p11')
        and closed_on is not null,
      false) as bad
  from '{folder}/Deal.parquet'
),
revenues as (
  select partner_id, sum(amount) filter (where counts and not bad) as revenue, bool_or(bad) as bad_deals
  from deals
  group by partner_id
),
certificates as (
  select
    partner_id,
    count(*) filter (
      where issued_on <= date '2025-03-31' and (expires_on is null or expires_on >= date '2025-03-31')
    ) as certified,
    bool_or(issued_on is null) as bad_certificates
  from '{folder}/Certificate.parquet'
  group by partner_id
),
partners as (
  select
    partner_id,
    csat,
    not coalesce(
      {named}
        and region in ('americas', 'emea', 'apac', 'china')
        and track in ('reseller', 'service', 'distributor')
        and (csat is null or csat between 0 and 5),
      false) as bad
  from '{folder}/Partner.parquet'
),
figures as (
  select
    partner_id,
    csat,
    p.partner_id is null as is_unknown,
    coalesce(p.bad, false) as bad,
    coalesce(bad_deals, false) as bad_deals,
    coalesce(bad_certificates, false) as bad_certificates,
    coalesce(revenue, 0) as revenue,
    coalesce(certified, 0) as certified
  from partners p
  full join revenues using (partner_id)
  full join certificates using (partner_id)
),
levels as (
  select
    *,
    revenue >= 20000 and certified >= 1 as is_silver,
    revenue >= 100000 and certified >= 3 as may_be_gold
  from figures
),
reasoned as (
  select
    *,
    nullif(concat_ws(', ',
      case when bad_deals then 'rejected Deal' end,
      case when bad_certificates then 'rejected Certificate' end), '') as rejected,
    case when may_be_gold and csat >= 4.0 then 'gold' when is_silver then 'silver' else 'member' end as lowest
  from levels
),
rebates as (
  select
    *,
    case when lowest <> 'member' then
      round_even(least(
        least(revenue, 50000) * 0.01
          + greatest(least(revenue, 250000) - 50000, 0) * 0.02
          + greatest(revenue - 250000, 0) * 0.035,
        25000), 2)
    else 0 end as rebate
  from reasoned
)
select
  partner_id,
  case when rejected is null and not (may_be_gold and csat is null) then lowest end as "Level",
  case when rejected is null then lowest <> 'member' end as may_earn,
  case when rejected is null then cast(rebate as decimal(18, 2)) end as rebate,
  case when rejected is null then cast(least(rebate, 20000) as decimal(18, 2)) end as total_payout,
  case
    when rejected is not null then
      'Level: ' || rejected || '; may_earn: ' || rejected || '; rebate: ' || rejected || '; total_payout: ' || rejected
    when may_be_gold and csat is null then 'Level: silver or gold, missing Partner.csat'
  end as reasons
from rebates
where not is_unknown and not bad
order by partner_id
