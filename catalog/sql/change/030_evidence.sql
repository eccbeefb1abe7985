-- Finds for every difference which response, or which line of the market's files, said the values of both sides.
-- reads: temp difference, temp tables before_* and after_* (product, repository, listing, metric, fact)
-- fills: change (grain: one difference)

create or replace temp macro said_by(products, repositories, listings, metrics, facts) as table
with asked as (
    select distinct product_id, repository_id, field from difference where source is null
),
wanted as (
    select asked.*, unnest(fields) as word, generate_subscripts(fields, 1) as place
    from asked
    join said_as() as said
        on said.table_name = if(repository_id is null, 'product', 'repository') and said.column_name = if(field = 'product', 'name', field)
),
fact as (
    select * from query_table(facts)
),
-- of a product: what says the believed value comes first, then the main repository, then what was said last
told as (
    select
        wanted.product_id, wanted.repository_id, wanted.field, place, fact.evidence_id, fact.observed_at,
        if(fact.subject = 'product', fact.locator, null) as entered_in,
        case
            when fact.subject = 'product' then true
            when wanted.field in ('licence', 'licence_printed') then fact.value = main.licence_printed
            when wanted.field in ('name', 'product') then fact.value = main.name
            when wanted.field = 'version' then fact.value = main.version
            when wanted.field = 'homepage' then fact.value = main.homepage
        end as believed,
        fact.subject_id is not distinct from main.release_source as is_main
    from wanted
    join query_table(products) as main using (product_id)
    join fact on fact.product_id = wanted.product_id and fact.field = wanted.word
    where wanted.repository_id is null
    union all
    select
        wanted.product_id, wanted.repository_id, wanted.field, place, fact.evidence_id, fact.observed_at, null, true, true
    from wanted join fact on fact.subject = 'repository' and fact.subject_id = wanted.repository_id and fact.field = wanted.word
),
best as (
    from told
    qualify row_number() over (
        partition by product_id, repository_id, field
        order by coalesce(believed, false) desc, is_main desc, place, observed_at desc, evidence_id
    ) = 1
),
-- what no single fact says: figures, and roles that follow from where a repository stands
figure as (
    select product_id, metric as field, evidence_id from query_table(metrics) where repository_id is null
),
seen_in as (
    select product_id, arg_min(evidence_id, (place, key)) as evidence_id
    from (
        select product_id, if(release_source, 1, 2) as place, repository_id as key, evidence_id from query_table(repositories)
        union all
        select product_id, 3, source_key, evidence_id from query_table(listings)
    )
    group by product_id
)
select
    asked.*, best.entered_in,
    if(best.entered_in is not null, null, coalesce(
        best.evidence_id, figure.evidence_id, repository.evidence_id, if(asked.repository_id is null, seen_in.evidence_id, null)
    )) as evidence_id
from asked
left join best
    on best.product_id = asked.product_id and best.field = asked.field and coalesce(best.repository_id, '') = coalesce(asked.repository_id, '')
left join figure on figure.product_id = asked.product_id and figure.field = asked.field and asked.repository_id is null
left join query_table(repositories) as repository on repository.repository_id = asked.repository_id
left join seen_in on seen_in.product_id = asked.product_id;

insert into change by name
select
    getvariable('from_label') as from_label, getvariable('to_label') as to_label,
    difference.* exclude (before_evidence_id, after_evidence_id, before_entered_in, after_entered_in),
    -- nobody said what was not known or not there; that something is listed no more is a silence of complete runs
    coalesce(difference.before_evidence_id, if(before is null or before = 'not_listed', null, earlier.evidence_id)) as before_evidence_id,
    coalesce(difference.after_evidence_id, if(after is null or after = 'not_listed', null, later.evidence_id)) as after_evidence_id,
    coalesce(difference.before_entered_in, if(before is null, null, earlier.entered_in)) as before_entered_in,
    coalesce(difference.after_entered_in, if(after is null, null, later.entered_in)) as after_entered_in
from difference
left join said_by('before_product', 'before_repository', 'before_listing', 'before_metric', 'before_fact') as earlier
    on earlier.product_id = difference.product_id and earlier.field = difference.field and difference.source is null
    and coalesce(earlier.repository_id, '') = coalesce(difference.repository_id, '')
left join said_by('after_product', 'after_repository', 'after_listing', 'after_metric', 'after_fact') as later
    on later.product_id = difference.product_id and later.field = difference.field and difference.source is null
    and coalesce(later.repository_id, '') = coalesce(difference.repository_id, '');
