-- The documents that state the need.
-- grain: one row per document
select document_id, document_date, title, author
from asked_document
order by document_date, document_id
