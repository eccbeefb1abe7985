-- The sources, the terms they are used under, and the licence of what they print.
-- grain: one row per source
select source, title as source_title, terms as source_url, licence_de as terms_licence_de, licence_en as terms_licence_en, share_alike
from known_source
order by source
