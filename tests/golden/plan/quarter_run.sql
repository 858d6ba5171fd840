with deal_figures as (
  select
    subject,
    sum(held_4) as revenue
  from rows_1
  where held_1 >= date '2025-01-01' and held_1 <= date '2025-03-31' and held_2 = 'won' and held_3 in ('p00', 'p01', 'p02', 'p03', 'p04', 'p05', 'p06', 'p07')
  group by subject
),
certificate_figures as (
  select
    subject,
    count(*) as certified
  from rows_2
  where held_1 <= date '2025-03-31' and (held_2 is null or held_2 >= date '2025-03-31')
  group by subject
),
joined as (
  select
    subject,
    held_1 as csat,
    case when deal_figures.revenue is null then 0 when deal_figures.revenue between -1000000000000000 and 1000000000000000 then cast(deal_figures.revenue as BIGINT) else cast(error('rulelang: a total is larger than was planned for') as BIGINT) end as revenue,
    coalesce(certificate_figures.certified, 0) as certified
  from subjects
  left join deal_figures using (subject)
  left join certificate_figures using (subject)
),
step as (
  select
    subject,
    csat,
    revenue,
    certified,
    case when revenue >= 2000000 and certified >= 1 then cast(1 as BIGINT) else 0 end as part,
    revenue >= 10000000 and certified >= 3 and (csat is null or csat >= 4000000) as part_2,
    (case when revenue <= 0 then 0 when revenue <= 5000000 then revenue else 5000000 end + case when revenue <= 5000000 then 0 when revenue <= 25000000 then revenue - 5000000 else 20000000 end * 2) * 2 + case when revenue <= 25000000 then 0 else revenue - 25000000 end * 7 as bands
  from joined
),
step_2 as (
  select
    subject,
    csat,
    part_2,
    case when csat is not null and revenue >= 10000000 and certified >= 3 and csat >= 4000000 then 2 else part end as level_2025_03_31_lowest,
    case when part_2 then 2 else part end as level_2025_03_31_highest,
    case when bands > 500000000 then 500000000 else bands end as cap
  from step
),
step_3 as (
  select
    subject,
    csat,
    part_2,
    level_2025_03_31_lowest,
    level_2025_03_31_highest,
    case when level_2025_03_31_lowest >= 1 or level_2025_03_31_highest < 1 or not part_2 or csat is not null then cast(0 as BIGINT) else cast(1 as BIGINT) end as may_earn_causes,
    case when level_2025_03_31_lowest >= 1 then (cap + 99 + cap // 200 % 2) // 200 else 0 end as when_2
  from step_2
)
select
  subject,
  level_2025_03_31_lowest as value_1,
  level_2025_03_31_highest as value_2,
  case when not part_2 or csat is not null then cast(0 as BIGINT) else cast(1 as BIGINT) end as value_3,
  level_2025_03_31_lowest >= 1 as value_4,
  may_earn_causes as value_5,
  when_2 as value_6,
  may_earn_causes as value_7,
  case when when_2 > 2000000 then 2000000 else when_2 end as value_8,
  may_earn_causes as value_9
from step_3
order by subject
