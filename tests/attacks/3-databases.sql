-- Opening other databases.
-- attack: another database
attach '{folder}/other.duckdb' as other
-- attack: the catalogue again, to write
attach '{folder}/catalog.duckdb' as again (read_write)
-- attack: a database in memory
attach ':memory:' as room
-- attack: SQLite
attach '{folder}/other.sqlite' as other (type sqlite)
-- attack: PostgreSQL
attach 'host=127.0.0.1 port={port}' as other (type postgres)
-- attack: a database over HTTP
attach 'http://127.0.0.1:{port}/x.duckdb' as other
-- attack: closing the catalogue
detach catalogue
-- attack: changing to another database
use memory
