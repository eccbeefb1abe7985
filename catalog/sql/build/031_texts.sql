-- The texts of documents, which are read only where they are wanted.
-- reads:   variable observation_files
-- creates: temp told_text (a view; grain: one text of one document)

create temp view told_text as
select source, source_key, evidence_id, text
from read_json(
    getvariable('observation_files'), format = 'newline_delimited', maximum_object_size = 2097152,
    columns = {kind: 'varchar', source: 'varchar', source_key: 'varchar', evidence_id: 'varchar', text: 'varchar'}
)
where kind = 'document' and text is not null;
