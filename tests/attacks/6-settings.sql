-- Taking the wall down.
-- attack: external access
set enable_external_access = true
-- attack: external access, globally
set global enable_external_access = true
-- attack: unlocking the configuration
set lock_configuration = false
-- attack: resetting the lock
reset lock_configuration
-- attack: a pragma
pragma enable_external_access = true
-- attack: a pragma as a call
call pragma_database_size()
-- attack: more memory
set memory_limit = '100GB'
-- attack: more threads
set threads = 100
-- attack: room on the disk
set temp_directory = '{folder}'
-- attack: folders that are allowed
set allowed_directories = ['/']
-- attack: paths that are allowed
set allowed_paths = ['{secret}']
-- attack: Python's variables as tables, by setting
set python_enable_replacements = true
-- attack: Python's variables as tables
select * from python_rows
-- attack: the environment
select getenv('{variable}')
-- attack: the environment among the settings
select value from duckdb_settings() where value like '%{canary}%'
-- expect: answered
-- attack: a variable of the session
set variable x = 1
-- attack: a variable of the session in its place for a parameter
select getvariable('x')
-- expect: answered
-- attack: where the files lie
select path from duckdb_databases()
-- expect: answered
