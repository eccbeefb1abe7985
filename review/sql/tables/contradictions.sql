-- Where sources contradict each other about a function, and how that was decided.
-- grain: one row per product, edition and function about which claims differ
-- asks: contradictions
with statement as (
    select
        product_id, edition, capability, generate_subscripts(said, 1) as place,
        unnest(list_transform(said, lambda told: regexp_extract(
            told, '^(\w+): (\w+)(?:, (.*))?, ([0-9-]+|undated)$', ['claimed', 'claim_kind', 'source', 'dated']
        ))) as told
    from contradictions
),
worded as (
    select
        statement.product_id, statement.edition, statement.capability,
        list(
            coalesce(claimed.word_de, told.claimed) || ' (' || concat_ws(', ', coalesce(kind.word_de, told.claim_kind),
                coalesce(source.word_de, told.source), coalesce(strftime(try_cast(told.dated as date), '%d.%m.%Y'), 'ohne Datum')) || ')'
            order by place
        ) as statements_de,
        list(
            coalesce(claimed.word_en, told.claimed) || ' (' || concat_ws(', ', coalesce(kind.word_en, told.claim_kind),
                coalesce(source.word_en, told.source), told.dated) || ')'
            order by place
        ) as statements_en
    from statement
    left join word_of as claimed on claimed.word_column = 'claimed' and claimed.code = told.claimed
    left join word_of as kind on kind.word_column = 'claim_kind' and kind.code = told.claim_kind
    left join word_of as source on source.word_column = 'source' and source.code = told.source
    group by statement.product_id, statement.edition, statement.capability
)
select
    contradictions.product_id,
    product_name,
    contradictions.edition,
    contradictions.capability,
    label_of.label_de as subject_de,
    label_of.label_en as subject_en,
    material,
    contradictions.verdict,
    decision.value as decided_value,
    decision.decided_on,
    decision.decided_by_role,
    decision.reason as decision_reason,
    worded.statements_de,
    worded.statements_en,
    source_urls,
    evidence_date
from contradictions
left join label_of on label_of.key = contradictions.capability
left join worded
    on worded.product_id = contradictions.product_id and worded.capability = contradictions.capability
    and worded.edition is not distinct from contradictions.edition
left join decision
    on decision.product_id = contradictions.product_id and decision.capability = contradictions.capability
    and decision.edition is not distinct from contradictions.edition
order by material desc, lower(product_name), contradictions.product_id, contradictions.edition nulls first, contradictions.capability
