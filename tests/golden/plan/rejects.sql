with deal_figures as (
  select
    subject,
    sum(held_3) filter (where held_1 >= date '2024-01-01' and held_1 <= date '2024-12-31' and held_2 = 'won') as net_sales,
    sum(held_3) filter (where held_1 >= date '2024-01-01' and held_1 <= date '2024-12-31' and held_2 = 'returned') as net_sales_2,
    sum(held_3) filter (where held_1 >= date '2024-04-01' and held_1 <= date '2025-03-31' and held_2 = 'won') as net_sales_3,
    sum(held_3) filter (where held_1 >= date '2024-04-01' and held_1 <= date '2025-03-31' and held_2 = 'returned') as net_sales_4,
    sum(held_3) filter (where held_1 >= date '2025-04-01' and held_1 <= date '2025-06-30' and held_4 = 'deploy' and held_2 = 'won') as deploy_rebate
  from rows_1
  group by subject
),
certificate_figures as (
  select
    subject,
    count(distinct held_3) filter (where held_1 <= date '2024-12-31' and (held_2 is null or held_2 >= date '2024-12-31')) as certified_people,
    count(distinct held_3) filter (where held_1 <= date '2025-03-31' and (held_2 is null or held_2 >= date '2025-03-31')) as certified_people_2
  from rows_2
  group by subject
),
joined as (
  select
    subject,
    held_1 as pillars,
    held_2 as csat,
    held_3 as "rejected_Deal",
    coalesce(deal_figures.net_sales, 0) as net_sales,
    coalesce(deal_figures.net_sales_2, 0) as net_sales_2,
    coalesce(deal_figures.net_sales_3, 0) as net_sales_3,
    coalesce(deal_figures.net_sales_4, 0) as net_sales_4,
    coalesce(deal_figures.deploy_rebate, 0) as deploy_rebate,
    coalesce(certificate_figures.certified_people, 0) as certified_people,
    coalesce(certificate_figures.certified_people_2, 0) as certified_people_2
  from subjects
  left join deal_figures using (subject)
  left join certificate_figures using (subject)
),
step as (
  select
    subject,
    pillars,
    csat,
    "rejected_Deal",
    net_sales,
    net_sales_2,
    net_sales_3,
    net_sales_4,
    deploy_rebate,
    certified_people,
    certified_people_2,
    cast(case when net_sales >= -1000000000000000000 and net_sales <= 1000000000000000000 then net_sales else 0 end as BIGINT) - cast(case when net_sales_2 >= -1000000000000000000 and net_sales_2 <= 1000000000000000000 then net_sales_2 else 0 end as BIGINT) as net_sales_5,
    csat is null or csat >= 4000000 as part,
    cast(case when net_sales_3 >= -1000000000000000000 and net_sales_3 <= 1000000000000000000 then net_sales_3 else 0 end as BIGINT) - cast(case when net_sales_4 >= -1000000000000000000 and net_sales_4 <= 1000000000000000000 then net_sales_4 else 0 end as BIGINT) as net_sales_6,
    cast(case when deploy_rebate >= -1000000000000000000 and deploy_rebate <= 1000000000000000000 then deploy_rebate else 0 end as BIGINT) as base,
    not contains(pillars, ';deploy;') as part_2,
    csat is not null and not "rejected_Deal" and net_sales_3 >= -1000000000000000000 and net_sales_3 <= 1000000000000000000 and net_sales_4 >= -1000000000000000000 and net_sales_4 <= 1000000000000000000 as part_3,
    case when "rejected_Deal" then cast(1 as BIGINT) when net_sales_3 < -1000000000000000000 or net_sales_3 > 1000000000000000000 then cast(2 as BIGINT) else cast(0 as BIGINT) end as part_4,
    case when "rejected_Deal" then cast(1 as BIGINT) when net_sales_4 < -1000000000000000000 or net_sales_4 > 1000000000000000000 then cast(2 as BIGINT) else cast(0 as BIGINT) end as part_5,
    not "rejected_Deal" and deploy_rebate >= -1000000000000000000 and deploy_rebate <= 1000000000000000000 as part_6,
    "rejected_Deal" or deploy_rebate < -1000000000000000000 or deploy_rebate > 1000000000000000000 as part_7,
    deploy_rebate < -1000000000000000000 or deploy_rebate > 1000000000000000000 as part_8
  from joined
),
step_2 as (
  select
    subject,
    pillars,
    csat,
    "rejected_Deal",
    net_sales,
    net_sales_2,
    net_sales_3,
    net_sales_4,
    deploy_rebate,
    certified_people,
    certified_people_2,
    net_sales_5,
    part,
    net_sales_6,
    base,
    part_2,
    part_3,
    part_4,
    part_5,
    part_6,
    part_7,
    part_8,
    case when csat is not null and net_sales_5 >= 10000000 and not "rejected_Deal" and net_sales >= -1000000000000000000 and net_sales <= 1000000000000000000 and net_sales_2 >= -1000000000000000000 and net_sales_2 <= 1000000000000000000 and certified_people >= 4 and csat >= 4000000 then 2 else case when net_sales_5 >= 2500000 and not "rejected_Deal" and net_sales >= -1000000000000000000 and net_sales <= 1000000000000000000 and net_sales_2 >= -1000000000000000000 and net_sales_2 <= 1000000000000000000 and certified_people >= 2 then cast(1 as BIGINT) else 0 end end as level_2024_12_31_lowest,
    net_sales_6 >= 2500000 and not "rejected_Deal" and net_sales_3 >= -1000000000000000000 and net_sales_3 <= 1000000000000000000 and net_sales_4 >= -1000000000000000000 and net_sales_4 <= 1000000000000000000 and certified_people_2 >= 2 as part_9,
    case when base <= 0 then 0 when base <= 5000000 then base else 5000000 end * 5 + case when base <= 5000000 then 0 when base <= 15000000 then base - 5000000 else 10000000 end * 8 + cast(case when base <= 15000000 then 0 else base - 15000000 end as HUGEINT) * 12 as bands,
    net_sales_6 >= 9000000 or "rejected_Deal" or net_sales_3 < -1000000000000000000 or net_sales_3 > 1000000000000000000 or net_sales_4 < -1000000000000000000 or net_sales_4 > 1000000000000000000 as part_10,
    net_sales_6 >= 10000000 or "rejected_Deal" or net_sales_3 < -1000000000000000000 or net_sales_3 > 1000000000000000000 or net_sales_4 < -1000000000000000000 or net_sales_4 > 1000000000000000000 as part_11,
    (net_sales_6 >= 2500000 or "rejected_Deal" or net_sales_3 < -1000000000000000000 or net_sales_3 > 1000000000000000000 or net_sales_4 < -1000000000000000000 or net_sales_4 > 1000000000000000000) and certified_people_2 >= 2 as part_12,
    part_4 | part_5 | case when csat is not null then cast(0 as BIGINT) else cast(4 as BIGINT) end as part_13,
    case when "rejected_Deal" then cast(1 as BIGINT) when part_8 then cast(16 as BIGINT) else cast(0 as BIGINT) end as base_causes
  from step
),
step_3 as (
  select
    subject,
    pillars,
    csat,
    "rejected_Deal",
    net_sales_3,
    net_sales_4,
    certified_people_2,
    part,
    net_sales_6,
    part_2,
    part_3,
    part_4,
    part_5,
    part_9,
    part_10,
    part_11,
    part_12,
    part_13,
    case when level_2024_12_31_lowest = case when (net_sales_5 >= 10000000 or "rejected_Deal" or net_sales < -1000000000000000000 or net_sales > 1000000000000000000 or net_sales_2 < -1000000000000000000 or net_sales_2 > 1000000000000000000) and certified_people >= 4 and part then 2 else case when (net_sales_5 >= 2500000 or "rejected_Deal" or net_sales < -1000000000000000000 or net_sales > 1000000000000000000 or net_sales_2 < -1000000000000000000 or net_sales_2 > 1000000000000000000) and certified_people >= 2 then cast(1 as BIGINT) else 0 end end then level_2024_12_31_lowest else 0 end as level_2024_12_31_remembered,
    cast(case when bands > 2000000000 then 2000000000 else bands end as BIGINT) as cap,
    not (part_10 and certified_people_2 >= 4 and part) as part_14,
    not (part_11 and certified_people_2 >= 4 and part) as part_15,
    case when not (not "rejected_Deal" and deploy_rebate >= -1000000000000000000 and deploy_rebate <= 1000000000000000000 and (base <= 0 or part_6 or base > 5000000) and (base <= 5000000 or part_6 or base > 15000000) and (base <= 15000000 or part_6)) then case when part_7 then base_causes when base <= 0 then cast(0 as BIGINT) when base <= 5000000 then base_causes else cast(0 as BIGINT) end | case when part_7 then base_causes when base <= 5000000 then cast(0 as BIGINT) when base <= 15000000 then base_causes else cast(0 as BIGINT) end | case when part_7 then base_causes when base <= 15000000 then cast(0 as BIGINT) when "rejected_Deal" then cast(1 as BIGINT) when part_8 then cast(16 as BIGINT) else cast(0 as BIGINT) end when bands > 2000000000 then cast(0 as BIGINT) else case when part_7 then base_causes when base <= 0 then cast(0 as BIGINT) when base <= 5000000 then base_causes else cast(0 as BIGINT) end | case when part_7 then base_causes when base <= 5000000 then cast(0 as BIGINT) when base <= 15000000 then base_causes else cast(0 as BIGINT) end | case when part_7 then base_causes when base <= 15000000 then cast(0 as BIGINT) when "rejected_Deal" then cast(1 as BIGINT) when part_8 then cast(16 as BIGINT) else cast(0 as BIGINT) end end as cap_causes
  from step_2
),
step_4 as (
  select
    subject,
    pillars,
    "rejected_Deal",
    net_sales_3,
    net_sales_4,
    part_2,
    part_3,
    part_4,
    part_5,
    part_9,
    part_12,
    part_13,
    level_2024_12_31_remembered,
    cap,
    part_14,
    part_15,
    cap_causes,
    csat is not null and level_2024_12_31_remembered >= 2 and net_sales_6 >= 9000000 and not "rejected_Deal" and net_sales_3 >= -1000000000000000000 and net_sales_3 <= 1000000000000000000 and net_sales_4 >= -1000000000000000000 and net_sales_4 <= 1000000000000000000 and certified_people_2 >= 4 and csat >= 4000000 as part_16,
    csat is not null and level_2024_12_31_remembered < 2 and net_sales_6 >= 10000000 and not "rejected_Deal" and net_sales_3 >= -1000000000000000000 and net_sales_3 <= 1000000000000000000 and net_sales_4 >= -1000000000000000000 and net_sales_4 <= 1000000000000000000 and certified_people_2 >= 4 and csat >= 4000000 as part_17,
    case when level_2024_12_31_remembered >= 2 and part_10 and certified_people_2 >= 4 and part or level_2024_12_31_remembered < 2 and part_11 and certified_people_2 >= 4 and part then 2 else case when part_12 then cast(1 as BIGINT) else 0 end end < 1 as part_18
  from step_3
),
step_5 as (
  select
    subject,
    pillars,
    "rejected_Deal",
    net_sales_3,
    net_sales_4,
    part_2,
    part_3,
    part_4,
    part_5,
    part_9,
    part_12,
    part_13,
    level_2024_12_31_remembered,
    cap,
    part_14,
    part_15,
    cap_causes,
    part_16,
    part_17,
    part_18,
    case when part_16 or part_17 then 2 else case when part_9 then cast(1 as BIGINT) else 0 end end >= 1 as requirement
  from step_4
),
step_6 as (
  select
    subject,
    "rejected_Deal",
    net_sales_3,
    net_sales_4,
    part_2,
    part_3,
    part_4,
    part_5,
    part_9,
    part_12,
    part_13,
    level_2024_12_31_remembered,
    cap,
    part_14,
    part_15,
    cap_causes,
    part_16,
    part_17,
    part_18,
    requirement,
    contains(pillars, ';deploy;') and requirement as may_deploy
  from step_5
),
step_7 as (
  select
    subject,
    cap,
    may_deploy,
    case when not (part_2 or part_18 or requirement or part_16 or part_17 or (level_2024_12_31_remembered >= 2 and (part_14 or part_3) or level_2024_12_31_remembered < 2 and (part_15 or part_3)) and (part_9 or not part_12 or not "rejected_Deal" and net_sales_3 >= -1000000000000000000 and net_sales_3 <= 1000000000000000000 and net_sales_4 >= -1000000000000000000 and net_sales_4 <= 1000000000000000000)) then case when part_2 or part_18 or requirement or part_16 or part_17 then cast(0 as BIGINT) else case when level_2024_12_31_remembered >= 2 then case when part_14 then cast(0 as BIGINT) else part_13 end when part_15 then cast(0 as BIGINT) else part_13 end | case when part_9 or not part_12 then cast(0 as BIGINT) else part_4 | part_5 end end when may_deploy then cap_causes else cast(0 as BIGINT) end as when_causes
  from step_6
)
select
  subject,
  case when may_deploy then (cap + 99 + cap // 200 % 2) // 200 else 0 end as value_1,
  when_causes as value_2
from step_7
order by subject
