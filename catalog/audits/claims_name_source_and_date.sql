-- Every claim names a source, where it can be read (address, stored response or document) and the day it speaks for.
select product_id, capability, kind, source, source_url, evidence_id, locator, evidence_date, retrieved_at
from claim
where source is null or evidence_date is null or retrieved_at is null
    or coalesce(source_url, evidence_id, if(kind in ('test', 'vendor'), locator, null)) is null
order by all
