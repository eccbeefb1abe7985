-- Reading what lies on the disk.
-- attack: a file as CSV
select * from read_csv('{secret}')
-- attack: a file as text
select * from read_text('{secret}')
-- attack: a file as bytes
select * from read_blob('{secret}')
-- attack: a file as JSON
select * from read_json_auto('{secret}')
-- attack: a file as JSON objects
select * from read_ndjson_objects('{secret}')
-- attack: a Parquet file of a snapshot
select * from read_parquet('{folder}/snapshots/2026Q3/product.parquet')
-- attack: the metadata of a Parquet file
select * from parquet_metadata('{folder}/snapshots/2026Q3/product.parquet')
-- attack: the schema of a Parquet file
select * from parquet_schema('{folder}/snapshots/2026Q3/product.parquet')
-- attack: a file as a table
select * from '{secret}'
-- attack: a file as a quoted table
from "{secret}"
-- attack: a file by way of its folder
select * from read_text('{folder}/snapshots/../secret.txt')
-- attack: the command's environment in the process table
select * from read_text('/proc/self/environ')
-- attack: the list of accounts
select * from read_csv('/etc/passwd', sep = ':', header = false)
-- attack: names of files
select * from glob('{folder}/*')
-- attack: guessing the columns of a file
select * from sniff_csv('{secret}')
-- attack: a file through the name of a table in a parameter
select * from query_table('{secret}')
-- attack: a file through SQL in a text
select * from query('select * from read_text(''{secret}'')')
-- attack: a file named by the catalogue's own data
select (select content from read_text(url)) from (select '{secret}' as url)
-- attack: a file inside a subquery of a filter
select 1 where exists (from read_text('{secret}'))
-- attack: a file inside explain analyze
explain analyze select * from read_text('{secret}')
-- attack: a file through a lateral join
select * from product, lateral (select * from read_text('{secret}'))
-- attack: a file descriptor of the process
select * from read_text('/dev/fd/0')
-- attack: a log of DuckDB
select * from duckdb_logs
-- expect: answered
-- attack: secrets of DuckDB
select * from duckdb_secrets()
