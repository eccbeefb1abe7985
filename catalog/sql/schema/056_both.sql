-- Functions for questions that Apache Spark answers too: what both engines can do, but write in different words.
-- Spark has array_size, array_join, array_except, slice and find_in_set of its own; queries/functions/spark.sql gives it the others, and sorted_distinct.
-- creates: array_size, slice, find_in_set, days_between, or_empty, as_list, both_ends, first_of, items_at, in_order, each_item, array_join, array_except

create macro array_size(items) as len(items);
comment on macro array_size is 'How many items a list has; null for null.';

create macro slice(items, first, many) as items[first:first + many - 1];
comment on macro slice is 'So many items of a list, beginning with the first-th, counted from 1.';

create macro find_in_set(word, words) as case when word is not null then coalesce(list_position(string_split(words, ','), word), 0) end;
comment on macro find_in_set is 'The place of a word in words with commas between them, from 1; 0 if it is not among them: `order by find_in_set(result, ''meets_all,open,excluded'')`.';

create macro days_between(earlier, later) as later::date - earlier::date;
comment on macro days_between is 'Whole days from one date to another; below zero if the second comes first.';

create macro or_empty(items) as coalesce(items, []);
comment on macro or_empty is 'The list itself; the empty list for null.';

create macro as_list(item) as case when item is null then null else [item] end;
comment on macro as_list is 'A list of one item; null for null.';

create macro both_ends(one, other) as case when other is null or other < one then [other, one] else [one, other] end;
comment on macro both_ends is 'A list of two points, the smaller first.';

create macro first_of(items) as items[1];
comment on macro first_of is 'The first item of a list; null if there is none.';

create macro items_at(items, places) as list_select(items, places);
comment on macro items_at is 'The items of a list at these places, counted from 1, in the order of the places.';

create macro in_order(pairs) as nullif(list_transform(list_sort(pairs)::struct(place bigint, item varchar)[], lambda pair: pair.item), []);
comment on macro in_order is 'The texts of pairs of number and text, in the order of the numbers; null if there is none: `in_order(array_agg((place, requirement_id)))` is `list(requirement_id order by place)`.';

create macro each_item(items) as table select unnest(items) as item;
comment on macro table each_item is 'A row for each item of a list: `from each_item([''a'', ''b''])`.';

create macro array_join(items, between) as array_to_string(items, between);
comment on macro array_join is 'The items of a list as one text; null for null.';

create macro array_except(items, others) as list_filter(list_distinct(items), lambda item: not list_contains(others, item));
comment on macro array_except is 'The items of a list, once each, that are not in another.';
