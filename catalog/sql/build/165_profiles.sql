-- Fills profile_file with the market's requirements profiles of today.
-- reads: variable profile_files
-- grain: one profile

insert into profile_file by name
select profile, version, sha256, content, entered_in
from read_json(
    getvariable('profile_files'), format = 'newline_delimited',
    columns = {profile: 'varchar', version: 'varchar', sha256: 'varchar', content: 'varchar', entered_in: 'varchar'}
);
