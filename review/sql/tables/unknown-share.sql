-- How much of each requirement nobody knows, and how much rests only on words in a text.
-- grain: one row per requirement
select
    requirement_id,
    text_de as requirement_text_de,
    text_en as requirement_text_en,
    count(*) filter (where verdict.verdict in ('unknown', 'conflict')) as open_cells,
    count(*) as cells,
    100.0 * open_cells / cells as open_pct,
    count(*) filter (where term_match) as term_match_cells
from verdict
join requirement using (profile, requirement_id)
join product using (product_id)
where product.role = 'candidate'
group by place, requirement_id, text_de, text_en
order by place
