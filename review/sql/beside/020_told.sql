-- Notes which state is judged by which profile, and the profile's requirements with their tests.
-- reads:   temp told_by (content: one JSON document, as review/beside.py writes it), meta
-- creates: rows of judging and compared_requirement; no row of content_sum, since what was kept speaks of other verdicts

delete from content_sum;

insert into judging by name
select told.*, meta.as_of, meta.build_id
from (
    select unnest(from_json(content -> 'judging', '{
        "judging": "varchar", "label": "varchar", "checksum": "varchar", "profile": "varchar", "profile_name": "varchar",
        "profile_version": "varchar", "profile_sha256": "varchar", "profile_from": "varchar", "vocabulary_version": "varchar"
    }'))
    from told_by
) as told
left join meta on true;

insert into compared_requirement by name
select content ->> '$.judging.judging' as judging, asked.*
from told_by
cross join lateral (
    select unnest(from_json(content -> 'requirements', '[{
        "requirement_id": "varchar", "place": "integer", "level": "varchar", "weight": "decimal(12,4)", "text_en": "varchar",
        "text_de": "varchar", "test": "varchar"
    }]'), max_depth := 2)
) as asked;
