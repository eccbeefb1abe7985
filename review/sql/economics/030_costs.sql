-- Adds up: what each scenario costs from the start to each year's end, nominal and discounted, and per user and month.
-- reads:   temp plan, scenario, factor, cost_line
-- creates: temp cost_by_year (grain: one scenario, measure and year), scenario_cost (grain: one scenario and measure)
-- note:    what is not known counts nothing in the lowest amount ("at least"), and leaves the highest unknown

create or replace temp table cost_by_year as
with due as (
    select
        scenario, low, high, period,
        if(period = 'once', 1, if(period = 'month', 12, 1))::decimal(2, 0) as times
    from cost_line
),
yearly as (
    select
        scenario.scenario, factor.measure, factor.year, factor.low as factor_low, factor.high as factor_high,
        coalesce(sum((due.low * due.times)::decimal(34, 6)), 0)::decimal(24, 6) as low,
        if(count(due.scenario) = count(due.high), coalesce(sum((due.high * due.times)::decimal(34, 6)), 0)::decimal(24, 6), null) as high,
        -- an amount of which not even the period is known is due at no time, so no year's highest amount is known
        bool_or(unclear.scenario is not null) as unclear
    from scenario
    cross join factor
    left join due on due.scenario = scenario.scenario and (due.period = 'once') = (factor.year = 0)
    left join (select distinct scenario from cost_line where period is null) as unclear on unclear.scenario = scenario.scenario
    group by all
)
select
    scenario, measure, year,
    (sum((low * factor_low)::decimal(38, 18)) over until_then)::decimal(38, 10) as cost_low,
    if(
        bool_and(high is not null and not unclear) over until_then,
        (sum((coalesce(high, 0) * factor_high)::decimal(38, 18)) over until_then)::decimal(38, 10), null
    ) as cost_high
from yearly
window until_then as (partition by scenario, measure order by year);

create or replace temp table scenario_cost as
with missing as (
    select scenario, count(*) as lines, count(missing) as missing, count(low) as known from cost_line group by scenario
)
select
    scenario.place, scenario.scenario, kind, title_de, title_en, products, measure, cost_low, cost_high,
    coalesce(missing.missing, 0) as missing, coalesce(lines, 0) as lines, coalesce(known, 0) as known,
    -- the lowest cost may belong to the fewest users, so only the outer bounds are sure
    cost_low / (users_high * 12 * years) as per_user_month_low, cost_high / (users_low * 12 * years) as per_user_month_high
from cost_by_year
join scenario using (scenario)
cross join plan
left join missing on missing.scenario = scenario.scenario
where year = years;
