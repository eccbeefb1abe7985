-- What each source showed, what of it belongs to the market, and how it was last read.
-- grain: one row per source and kind of entry
select source, kind as entry_kind, found, relevant, rejected, products, last_status as run_status, last_good_at
from search_space
order by source, kind
