-- Taking all time or all memory.
-- attack: a cross join
select count(*) from range(100000000000) a, range(100000) b
-- expect: ended
-- attack: a cross join of our own tables
select count(*) from product a, product b, range(100000000) c, range(1000000) d
-- expect: ended
-- attack: a recursion without end
with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r
-- expect: ended
-- attack: a recursion that doubles a text
with recursive r(n) as (select 'x' union all select n || n from r) select max(length(n)) from r
-- expect: ended
-- attack: a recursion that doubles its rows
with recursive r(n) as (select 1 union all select n from r, range(2)) select count(*) from r
-- expect: ended
-- attack: a huge text
select repeat('x', 2000000000)
-- expect: ended
-- attack: many large texts
select repeat('x', 500000000) from range(100)
-- expect: ended
-- attack: a text of texts
select length(repeat(repeat('x', 100000000), 100))
-- expect: ended
-- attack: a padded text
select lpad('x', 2000000000, 'y')
-- expect: ended
-- attack: a number with many blanks
select printf('%1000000000d', 1)
-- expect: ended
-- attack: a huge list
select range(1000000000)
-- expect: ended
-- attack: a huge list, counted
select list_sum(range(1000000000))
-- expect: ended
-- attack: a huge list as JSON
select to_json(range(100000000))::varchar
-- expect: ended
-- attack: a huge list as rows
select unnest(range(1000000000))
-- expect: ended
-- attack: a list of every moment
select generate_series(timestamp '0001-01-01', timestamp '9999-01-01', interval 1 microsecond)
-- expect: ended
-- attack: a list for each row
select list(i) over (order by i rows between unbounded preceding and unbounded following) from range(1000000) t(i)
-- expect: ended
-- attack: lists of lists
select list_transform(range(1000000), lambda x: range(1000000))
-- expect: ended
-- attack: a value that cannot be interrupted
select levenshtein(repeat('a', 1000000), repeat('b', 1000000))
-- expect: ended
-- attack: a value that cannot be interrupted and needs memory
select damerau_levenshtein(repeat('a', 30000), repeat('b', 30000))
-- expect: ended
-- attack: a list reduced
select list_reduce(range(100000000), lambda x, y: x + y)
-- expect: ended
-- attack: more rows than an answer may have
select * from range(100000000)
-- expect: ended
-- attack: sorting
select i from range(1000000000) t(i) order by hash(i)
-- expect: ended
-- attack: gathering
select array_agg(i) from range(1000000000) t(i)
-- expect: ended
-- attack: telling apart
select count(distinct i) from range(1000000000) t(i)
-- expect: ended
-- attack: a million columns
pivot (select i, hash(i) as h from range(1000000) t(i)) on h using count(*)
-- expect: ended
-- attack: nesting of thousands
select {nested}
-- attack: a sum of five thousand parts
select {long}
-- attack: a pattern that goes back and forth
select regexp_matches(repeat('a', 100000), '(a*)*b')
-- expect: answered
-- attack: a hostile like
select repeat('a', 2000) like repeat('%a', 900) || '%b'
-- expect: answered
