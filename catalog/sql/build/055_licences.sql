-- How every printed licence was read (catalog/licences.py), and the bundled list.
-- reads: variables reading_files, licence_files
-- fills: licence_reading, licence_list

insert into licence_reading by name
select *
from read_json(
    getvariable('reading_files'), format = 'newline_delimited',
    columns = {
        printed: 'varchar', licence: 'varchar', licence_class: 'varchar', osi_approved: 'boolean', read_by: 'varchar'
    }
);

insert into licence_list by name
select *
from read_json(
    getvariable('licence_files'), format = 'newline_delimited',
    columns = {spdx_id: 'varchar', osi: 'boolean', fsf: 'boolean', licence_class: 'varchar'}
);
