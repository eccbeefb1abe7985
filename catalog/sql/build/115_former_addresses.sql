-- Fills former_address: under which addresses the repositories of products were known before.

insert into former_address by name
select address.address, repository.product_id, address.repository_id, repository.source
from address
join address_owner using (address, repository_id)
join repository using (repository_id)
where address.address <> lower(repository.host || '/' || repository.path) and repository.product_id is not null
union all by name
select watch_address.address, watch_address.product_id, null as repository_id, 'watchlist' as source
from watch_address anti join address_owner using (address)
where watch_address.current_address is not null;
