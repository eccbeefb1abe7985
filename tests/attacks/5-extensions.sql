-- Extensions.
-- attack: installing
install httpfs
-- attack: forced installing
force install sqlite
-- attack: installing from the community
install quack from community
-- attack: loading
load httpfs
-- attack: loading a file
load '{secret}'
-- attack: updating
update extensions
-- attack: a function whose extension would be loaded by itself
select st_point(1, 2)
-- attack: a table function whose extension would be loaded by itself
select * from sqlite_scan('{folder}/x.db', 't')
