-- Every claim that oscan found itself quotes at most 200 characters of a stored response.
select claim.product_id, claim.capability, claim.kind, claim.value, claim.locator, claim.quote, claim.evidence_id
from claim
left join evidence using (evidence_id)
where claim.kind in ('derived', 'crawled') and coalesce(claim.method, 'field') <> 'rule' and (
    evidence.evidence_id is null or claim.quote is null or length(claim.quote) not between 1 and 200 or claim.locator is null
    or claim.value not in ('yes', 'addon', 'partial', 'no')
)
order by all
