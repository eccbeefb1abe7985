-- Smuggling a second statement in, or hiding the first.
-- attack: two statements
select 1; drop table product
-- attack: two statements, the first empty
; drop table product
-- attack: two statements over a comment
select 1 /* ; */ ; drop table product -- ;
-- attack: a statement in a comment that seems to have ended
/* /* */ drop table product; */ select 1
-- expect: answered
-- attack: a statement in a line comment ended by a carriage return
select 1 --{return}; drop table product
-- attack: a nested comment
select /* /* */ */ 1
-- expect: answered
-- attack: a quote in dollar signs
select $$ '; drop table product; -- $$
-- expect: answered
-- attack: a tagged quote in dollar signs
select $x$ $$; drop table product; $$ $x$
-- expect: answered
-- attack: a text that seems to end
select 'it''s; drop table product'
-- expect: answered
-- attack: an escaped text
select e'\'; drop table product; --'
-- expect: answered
-- attack: a semicolon of full width
select 1； drop table product
-- attack: a quotation mark of another kind
select ’; drop table product; --’
-- attack: a name in Unicode escapes
select * from U&"read\005Ftext"('{secret}')
-- attack: a zero-width space in a name
select * from read{zero}_text('{secret}')
-- attack: another direction of writing
select '{override}' || 'x'; drop table product
-- attack: preparing
prepare x as select 1
-- attack: executing
execute x
-- attack: nothing
-- attack: only a comment
-- drop table product
-- attack: a pivot over a file
pivot (from read_text('{secret}')) on size using count(*)
-- attack: showing a file
describe select * from read_text('{secret}')
-- attack: summing up a file
summarize '{secret}'
-- attack: SQL as a parse tree
select * from json_execute_serialized_sql(json_serialize_sql('select * from read_text(''{secret}'')'))
-- attack: a call in an old manner
pragma show_tables
