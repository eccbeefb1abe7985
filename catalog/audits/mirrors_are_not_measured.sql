-- No figure is computed from a mirror or a stub.
select metric.repository_id, metric
from metric join repository using (repository_id)
where repository.is_mirror or repository.is_stub
order by all
