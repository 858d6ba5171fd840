with deal_figures as (
  select
    subject,
    sum(held_3) filter (where held_1 >= date '2024-01-01' and held_1 <= date '2024-12-31' and held_2 = 'won') as net_sales,
    sum(held_3) filter (where held_1 >= date '2024-01-01' and held_1 <= date '2024-12-31' and held_2 = 'returned') as net_sales_2,
    sum(held_3) filter (where held_1 >= date '2024-04-01' and held_1 <= date '2025-03-31' and held_2 = 'won') as net_sales_3,
    sum(held_3) filter (where held_1 >= date '2024-04-01' and held_1 <= date '2025-03-31' and held_2 = 'returned') as net_sales_4,
    sum(held_3) filter (where held_1 >= date '2024-07-01' and held_1 <= date '2025-06-30' and held_2 = 'won') as net_sales_5,
    sum(held_3) filter (where held_1 >= date '2024-07-01' and held_1 <= date '2025-06-30' and held_2 = 'returned') as net_sales_6,
    sum(held_3) filter (where held_1 >= date '2025-01-01' and held_1 <= date '2025-06-30' and held_4 = 'deploy' and held_2 = 'won') as deploy_rebate,
    sum(held_3) filter (where held_1 >= date '2025-01-01' and held_1 <= date '2025-03-31' and held_4 = 'deploy' and held_2 = 'won') as deploy_rebate_2
  from rows_1
  group by subject
),
certificate_figures as (
  select
    subject,
    count(distinct held_3) filter (where held_1 <= date '2024-12-31' and (held_2 is null or held_2 >= date '2024-12-31')) as certified_people,
    count(distinct held_3) filter (where held_1 <= date '2025-03-31' and (held_2 is null or held_2 >= date '2025-03-31')) as certified_people_2,
    count(distinct held_3) filter (where held_1 <= date '2025-06-30' and (held_2 is null or held_2 >= date '2025-06-30')) as certified_people_3
  from rows_2
  group by subject
),
joined as (
  select
    subject,
    held_1 as pillars,
    held_2 as csat,
    case when deal_figures.net_sales is null then 0 when deal_figures.net_sales between -1000000000000000 and 1000000000000000 then cast(deal_figures.net_sales as BIGINT) else cast(error('rulelang: a total is larger than was planned for') as BIGINT) end as net_sales,
    case when deal_figures.net_sales_2 is null then 0 when deal_figures.net_sales_2 between -1000000000000000 and 1000000000000000 then cast(deal_figures.net_sales_2 as BIGINT) else cast(error('rulelang: a total is larger than was planned for') as BIGINT) end as net_sales_2,
    case when deal_figures.net_sales_3 is null then 0 when deal_figures.net_sales_3 between -1000000000000000 and 1000000000000000 then cast(deal_figures.net_sales_3 as BIGINT) else cast(error('rulelang: a total is larger than was planned for') as BIGINT) end as net_sales_3,
    case when deal_figures.net_sales_4 is null then 0 when deal_figures.net_sales_4 between -1000000000000000 and 1000000000000000 then cast(deal_figures.net_sales_4 as BIGINT) else cast(error('rulelang: a total is larger than was planned for') as BIGINT) end as net_sales_4,
    case when deal_figures.net_sales_5 is null then 0 when deal_figures.net_sales_5 between -1000000000000000 and 1000000000000000 then cast(deal_figures.net_sales_5 as BIGINT) else cast(error('rulelang: a total is larger than was planned for') as BIGINT) end as net_sales_5,
    case when deal_figures.net_sales_6 is null then 0 when deal_figures.net_sales_6 between -1000000000000000 and 1000000000000000 then cast(deal_figures.net_sales_6 as BIGINT) else cast(error('rulelang: a total is larger than was planned for') as BIGINT) end as net_sales_6,
    case when deal_figures.deploy_rebate is null then 0 when deal_figures.deploy_rebate between -1000000000000000 and 1000000000000000 then cast(deal_figures.deploy_rebate as BIGINT) else cast(error('rulelang: a total is larger than was planned for') as BIGINT) end as deploy_rebate,
    case when deal_figures.deploy_rebate_2 is null then 0 when deal_figures.deploy_rebate_2 between -1000000000000000 and 1000000000000000 then cast(deal_figures.deploy_rebate_2 as BIGINT) else cast(error('rulelang: a total is larger than was planned for') as BIGINT) end as deploy_rebate_2,
    coalesce(certificate_figures.certified_people, 0) as certified_people,
    coalesce(certificate_figures.certified_people_2, 0) as certified_people_2,
    coalesce(certificate_figures.certified_people_3, 0) as certified_people_3
  from subjects
  left join deal_figures using (subject)
  left join certificate_figures using (subject)
),
step as (
  select
    subject,
    pillars,
    csat,
    certified_people,
    certified_people_2,
    certified_people_3,
    net_sales - net_sales_2 as net_sales_7,
    csat is null or csat >= 4000000 as part,
    net_sales_3 - net_sales_4 as net_sales_8,
    net_sales_5 - net_sales_6 as net_sales_9,
    not contains(pillars, ';deploy;') as part_2,
    case when deploy_rebate <= 0 then 0 when deploy_rebate <= 5000000 then deploy_rebate else 5000000 end * 5 + case when deploy_rebate <= 5000000 then 0 when deploy_rebate <= 15000000 then deploy_rebate - 5000000 else 10000000 end * 8 + case when deploy_rebate <= 15000000 then 0 else deploy_rebate - 15000000 end * 12 as bands,
    case when deploy_rebate_2 <= 0 then 0 when deploy_rebate_2 <= 5000000 then deploy_rebate_2 else 5000000 end * 5 + case when deploy_rebate_2 <= 5000000 then 0 when deploy_rebate_2 <= 15000000 then deploy_rebate_2 - 5000000 else 10000000 end * 8 + case when deploy_rebate_2 <= 15000000 then 0 else deploy_rebate_2 - 15000000 end * 12 as bands_2
  from joined
),
step_2 as (
  select
    subject,
    pillars,
    csat,
    certified_people,
    certified_people_2,
    certified_people_3,
    net_sales_7,
    part,
    net_sales_8,
    net_sales_9,
    part_2,
    case when net_sales_7 >= 2500000 and certified_people >= 2 then cast(1 as BIGINT) else 0 end as part_3,
    net_sales_7 >= 10000000 and certified_people >= 4 and part as part_4,
    case when net_sales_8 >= 2500000 and certified_people_2 >= 2 then cast(1 as BIGINT) else 0 end as part_5,
    case when net_sales_9 >= 2500000 and certified_people_3 >= 2 then cast(1 as BIGINT) else 0 end as part_6,
    case when bands > 2000000000 then 2000000000 else bands end as cap,
    case when bands_2 > 2000000000 then 2000000000 else bands_2 end as cap_2
  from step
),
step_3 as (
  select
    subject,
    pillars,
    csat,
    certified_people_2,
    certified_people_3,
    part,
    net_sales_8,
    net_sales_9,
    part_2,
    part_4,
    part_5,
    part_6,
    cap,
    cap_2,
    case when csat is not null and net_sales_7 >= 10000000 and certified_people >= 4 and csat >= 4000000 then 2 else part_3 end as level_2024_12_31_lowest,
    case when part_4 then 2 else part_3 end as level_2024_12_31_highest
  from step_2
),
step_4 as (
  select
    subject,
    pillars,
    csat,
    certified_people_2,
    certified_people_3,
    part,
    net_sales_8,
    net_sales_9,
    part_2,
    part_5,
    part_6,
    cap,
    cap_2,
    case when level_2024_12_31_lowest = level_2024_12_31_highest then level_2024_12_31_lowest else 0 end as level_2024_12_31_remembered,
    contains(pillars, ';deploy;') and level_2024_12_31_lowest >= 1 as may_deploy,
    case when part_2 or level_2024_12_31_highest < 1 or level_2024_12_31_lowest >= 1 or not part_4 or csat is not null then cast(0 as BIGINT) else cast(1 as BIGINT) end as may_deploy_causes
  from step_3
),
step_5 as (
  select
    subject,
    pillars,
    csat,
    certified_people_2,
    certified_people_3,
    part,
    net_sales_8,
    net_sales_9,
    part_2,
    part_5,
    part_6,
    level_2024_12_31_remembered,
    may_deploy_causes,
    csat is not null and level_2024_12_31_remembered >= 2 and net_sales_8 >= 9000000 and certified_people_2 >= 4 and csat >= 4000000 as part_7,
    csat is not null and level_2024_12_31_remembered < 2 and net_sales_8 >= 10000000 and certified_people_2 >= 4 and csat >= 4000000 as part_8,
    case when level_2024_12_31_remembered >= 2 and net_sales_8 >= 9000000 and certified_people_2 >= 4 and part or level_2024_12_31_remembered < 2 and net_sales_8 >= 10000000 and certified_people_2 >= 4 and part then 2 else part_5 end as level_2025_03_31_highest,
    case when may_deploy then (cap + 99 + cap // 200 % 2) // 200 else 0 end - case when may_deploy then (cap_2 + 99 + cap_2 // 200 % 2) // 200 else 0 end as deploy_rebate_3
  from step_4
),
step_6 as (
  select
    subject,
    pillars,
    csat,
    certified_people_2,
    certified_people_3,
    part,
    net_sales_8,
    net_sales_9,
    part_2,
    part_6,
    level_2024_12_31_remembered,
    may_deploy_causes,
    part_7,
    part_8,
    level_2025_03_31_highest,
    deploy_rebate_3,
    case when part_7 or part_8 then 2 else part_5 end as level_2025_03_31_lowest
  from step_5
),
step_7 as (
  select
    subject,
    pillars,
    csat,
    certified_people_2,
    certified_people_3,
    part,
    net_sales_8,
    net_sales_9,
    part_2,
    part_6,
    level_2024_12_31_remembered,
    may_deploy_causes,
    part_7,
    part_8,
    level_2025_03_31_highest,
    deploy_rebate_3,
    level_2025_03_31_lowest,
    case when level_2025_03_31_lowest = level_2025_03_31_highest then level_2025_03_31_lowest else level_2024_12_31_remembered end as level_2025_03_31_remembered
  from step_6
),
step_8 as (
  select
    subject,
    pillars,
    csat,
    certified_people_2,
    certified_people_3,
    part,
    net_sales_8,
    net_sales_9,
    part_2,
    part_6,
    level_2024_12_31_remembered,
    may_deploy_causes,
    part_7,
    part_8,
    level_2025_03_31_highest,
    deploy_rebate_3,
    level_2025_03_31_lowest,
    level_2025_03_31_remembered,
    csat is not null and level_2025_03_31_remembered >= 2 and net_sales_9 >= 9000000 and certified_people_3 >= 4 and csat >= 4000000 or csat is not null and level_2025_03_31_remembered < 2 and net_sales_9 >= 10000000 and certified_people_3 >= 4 and csat >= 4000000 as part_9
  from step_7
)
select
  subject,
  case when part_9 then 2 else part_6 end as value_1,
  case when level_2025_03_31_remembered >= 2 and net_sales_9 >= 9000000 and certified_people_3 >= 4 and part or level_2025_03_31_remembered < 2 and net_sales_9 >= 10000000 and certified_people_3 >= 4 and part then 2 else part_6 end as value_2,
  case when part_9 then cast(0 as BIGINT) when level_2025_03_31_remembered >= 2 then case when not (net_sales_9 >= 9000000 and certified_people_3 >= 4 and part) or csat is not null then cast(0 as BIGINT) else cast(1 as BIGINT) end when not (net_sales_9 >= 10000000 and certified_people_3 >= 4 and part) or csat is not null then cast(0 as BIGINT) else cast(1 as BIGINT) end as value_3,
  contains(pillars, ';deploy;') and level_2025_03_31_lowest >= 1 as value_4,
  case when part_2 or level_2025_03_31_highest < 1 or level_2025_03_31_lowest >= 1 or part_7 or part_8 then cast(0 as BIGINT) when level_2024_12_31_remembered >= 2 then case when not (net_sales_8 >= 9000000 and certified_people_2 >= 4 and part) or csat is not null then cast(0 as BIGINT) else cast(1 as BIGINT) end when not (net_sales_8 >= 10000000 and certified_people_2 >= 4 and part) or csat is not null then cast(0 as BIGINT) else cast(1 as BIGINT) end as value_5,
  deploy_rebate_3 as value_6,
  may_deploy_causes as value_7,
  deploy_rebate_3 as value_8,
  may_deploy_causes as value_9
from step_8
order by subject
