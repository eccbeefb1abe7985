-- How every printed licence was read (catalog/licences.py), and the lists it rests on.
-- reads: variables reading_files, licence_files, list_files
-- fills: licence_reading, licence_list, licence_list_version

insert into licence_reading by name
select *
from read_json(
    getvariable('reading_files'), format = 'newline_delimited',
    columns = {
        printed: 'varchar', licence: 'varchar', licence_class: 'varchar', osi_approved: 'boolean', fsf_libre: 'boolean',
        opencode_allowed: 'boolean', read_by: 'varchar'
    }
);

insert into licence_list by name
select *
from read_json(
    getvariable('licence_files'), format = 'newline_delimited',
    columns = {spdx_id: 'varchar', osi: 'boolean', fsf: 'boolean', opencode: 'boolean', licence_class: 'varchar'}
);

insert into licence_list_version by name
select *
from read_json(
    getvariable('list_files'), format = 'newline_delimited',
    columns = {
        list_name: 'varchar', version: 'varchar', released_on: 'date', retrieved_on: 'date', url: 'varchar',
        licences: 'bigint', shipped: 'boolean'
    }
);
