-- Changing the catalogue.
-- attack: a new row
insert into product (product_id) values ('p9')
-- attack: a new row inside a CTE
with x as (insert into product (product_id) values ('p9') returning *) select * from x
-- attack: a change inside a CTE
with x as (update product set name = 'x' returning *) select * from x
-- attack: a deletion inside a CTE
with x as (delete from product returning *) select * from x
-- attack: a merge
merge into product using (select 'p9' as id) as new on product_id = id when not matched then insert (product_id) values (id)
-- attack: a deletion
delete from product
-- attack: an empty table
truncate product
-- attack: dropping a table
drop table product
-- attack: a new column
alter table product add column x integer
-- attack: a table
create table t as select 1
-- attack: a temporary table
create temp table t as select 1
-- attack: a view over a file
create or replace temp view product as select * from read_text('{secret}')
-- attack: a macro that stands before ours
create or replace temp macro product_named(x) as table select 'false' as product_id
-- attack: an index
create index i on product (name)
-- attack: a sequence
create sequence s
-- attack: a comment
comment on table product is 'x'
-- attack: explaining a change while making it
explain analyze insert into product (product_id) values ('p9')
-- attack: beginning to write
begin transaction
-- attack: ending the reading transaction
commit
