-- Writing to the disk.
-- attack: a table into a file
copy product to '{folder}/out.csv'
-- attack: an answer into a file
copy (select 1) to '{folder}/out.parquet' (format parquet)
-- attack: a file by copying inside a CTE
with x as (copy product to '{folder}/out.csv') select 1
-- attack: a file over the catalogue
copy (select 1) to '{folder}/catalog.duckdb'
-- attack: a file into a table
copy product from '{secret}'
-- attack: the whole database
export database '{folder}/dump'
-- attack: a database from files
import database '{folder}/snapshots'
-- attack: the plan into a file
pragma profile_output = '{folder}/plan.json'
-- attack: logging into a file
call enable_logging(storage = 'file', storage_path = '{folder}')
-- attack: logging into a file, as a table
select * from enable_logging(storage = 'file')
-- attack: a checkpoint
checkpoint
-- attack: a forced checkpoint
force checkpoint
-- attack: vacuum
vacuum analyze
-- attack: a secret that stays
create persistent secret s (type http, bearer_token 'x')
-- attack: copying a database
copy from database catalogue to memory
