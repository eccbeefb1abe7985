-- No figure is computed from a mirror.
select metric.repository_id, metric
from metric join repository using (repository_id)
where repository.is_mirror
order by all
