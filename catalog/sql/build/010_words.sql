-- The words in which the following files speak: how addresses, names, dates and counts are read.
-- Nothing here guesses: what cannot be read becomes null.

-- A web address as addresses are compared: lower case, no scheme, user, `www.`, query, view of a forge, `.git`, last slash.
create temp macro canonical_address(printed) as nullif(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    regexp_replace(
        regexp_replace(
            split_part(split_part(
                regexp_replace(
                    regexp_replace(lower(trim(coalesce(try(url_decode(printed)), printed))), '^[\w.-]+@([\w.-]+):', '\1/'),
                    '^[a-z][a-z0-9+.-]*:/*([^/@]*@)?', ''),
                '?', 1), '#', 1),
            '/-(/.*)?$', ''),
        '^www\.', ''),
    '^(github\.com/[^/]+/[^/]+)/.*$', '\1'),
    '/+$', ''), '\.git$', ''), '/+$', ''), '');

-- string_split and not split_part: DuckDB 2.0.0 cannot bind the latter over a column without any value.
create temp macro host_of(address) as string_split(address, '/')[1];
create temp macro is_loopback(host) as coalesce(regexp_matches(host, '^(127\.[\d.]+|localhost|\[::1\])(:\d+)?$'), false);

-- Host and owner of a repository's or group's address; null for a host alone.
create temp macro owner_of(address) as nullif(regexp_extract(address, '^[^/]+/[^/]+'), '');

-- The address, or path on the same host, that follows certain words in a description: of what it is a mirror, where it moved.
create temp macro address_after(words, text) as rtrim(
    regexp_extract(text, words || '\W*?(https?://[^\s<>()\[\]"'',;]+|[\w-][\w.-]*/[\w.-]+)', 1), './');
create temp macro mirror_in(text) as address_after('(?i)\b(?:mirror(?:ed)? (?:of|from)|spiegel(?:ung)? (?:von|des))', text);
create temp macro moved_in(text) as address_after('(?i)\b(?:moved to|moved here|now lives (?:at|in|on)|umgezogen (?:nach|auf|zu))', text);

-- Hosts on which an unknown address of two or more parts is believed to be a repository.
create temp macro is_forge_like(address) as coalesce(regexp_matches(
    address,
    '^(github\.com|codeberg\.org|bitbucket\.org|framagit\.org|salsa\.debian\.org|opendev\.org|git\.[^/]+|([^/]+\.)?(gitlab|gitea|forgejo)\.[^/]+)/[^/.]+[^/]*/[^/]+'
), false);

-- A name as names are compared: letters and digits only, lower case, without accents.
create temp macro normal_name(printed) as
    nullif(regexp_replace(strip_accents(lower(nfc_normalize(printed))), '[^\pL\pN]+', '', 'g'), '');

create temp macro slug(printed) as nullif(trim(regexp_replace(
    strip_accents(replace(replace(replace(replace(lower(nfc_normalize(printed)), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss')),
    '[^a-z0-9]+', '-', 'g'), '-'), '');

-- A name on one line: without soft hyphens and other letters that nobody sees, with plain spaces and dashes.
create temp macro plain_name(printed) as trim(regexp_replace(regexp_replace(regexp_replace(
    nfc_normalize(printed), '[\x{00AD}\x{200B}-\x{200F}\x{2060}\x{FEFF}]', '', 'g'),
    '[\x{2010}-\x{2015}\x{2212}]', '-', 'g'), '[\s\x{00A0}\x{2000}-\x{200A}\x{202F}]+', ' ', 'g'));

-- An organisation's name in lower case, without what stands in brackets behind its legal form, and without that.
create temp macro organisation_name(printed) as coalesce(
    nullif(trim(regexp_replace(
        lower(plain_name(printed)),
        '([\s,]+((gmbh|ag|se|ug|ltd\.?|limited)\s*(&|und|and|\+)\s*co\.?\s*(kgaa|kg|ohg)|g?gmbh|mbh|ag|se|eg|kgaa|kg|ohg|gbr|ug(\s*\(haftungsbeschränkt\))?|e\.\s?v\.?|ev|aör|a\.ö\.r\.|kdör|s\.r\.o\.|a\.s\.|z\.s\.|inc\.?|incorporated|(pty\.?\s)?ltd\.?|limited|llc|llp|plc|(co\.,?\s)?corp\.?|corporation|s\.?a\.?s?\.?|s\.?à\.?\s?r\.?l\.?|sarl|s\.?r\.?l\.?|s\.?p\.?a\.?|b\.?v\.?|n\.?v\.?|oyj?|ab|as|a/s|aps|sp\.\s?z\s?o\.?o\.?))+(\s*\([^)]*\))?$',
        '')), ''),
    lower(plain_name(printed)));

-- The key of an organisation; names that have no Latin letter get one too.
create temp macro organisation_key(printed) as
    coalesce(slug(organisation_name(printed)), 'organisation-' || left(md5(organisation_name(printed)), 12));

create temp macro is_in_eu(country) as list_contains(
    ['AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
    country);
-- An entry that no repository holds, as a product: its key while building, and its id.
create temp macro entry_key(source, source_key) as 'l:' || source || ':' || source_key;
create temp macro entry_id(source, source_key) as coalesce(slug(source || ':' || source_key), md5(entry_key(source, source_key)));

-- A printed time in UTC; words such as `infinity` are none.
create temp macro moment(printed) as
    case when regexp_matches(printed, '^\d{4}-\d{2}') then try_cast(printed as timestamptz)::timestamp end;

-- A printed time that can be true: forges take any date a committer writes.
create temp macro believable(printed, said_at) as
    case when try_cast(printed as timestamptz)::timestamp between timestamp '1980-01-01' and said_at + interval 1 day
         then try_cast(printed as timestamptz)::timestamp end;

-- The same for a time that is read already.
create temp macro likely(time_read, said_at) as
    case when time_read between timestamp '1980-01-01' and said_at + interval 1 day then time_read end;

-- A count; forges print -1 where they do not know.
create temp macro count_of(number) as case when number >= 0 then number end;

-- The parts of a version, to compare 1.10 with 1.9.
create temp macro version_parts(printed) as
    list_transform(regexp_extract_all(printed, '\d+'), lambda part: coalesce(try_cast(part as hugeint), 0));

create temp macro is_version_tag(tag) as coalesce(regexp_matches(tag, '^v?\d+(\.\d+){1,3}$'), false);

-- What kind of release a tag names, whatever the forge marks it as: nobody marks all release candidates.
create temp macro kind_of_tag(tag) as case
    when is_version_tag(tag) then 'final'  -- most are, and need no other look
    when regexp_matches(lower(tag), '(^|[^a-z])(nightly|snapshot|daily|unstable|edge|canary|continuous|latest|rolling|master|main)([^a-z]|$)') then 'nightly'
    when regexp_matches(lower(tag), '(^|[^a-z])(alpha|beta|rc|cr|pre|preview|prerelease|dev|develop|milestone|testing)([^a-z]|$)|\d(a|b)\d+$|[.-]m\d+$')
        then 'prerelease'
    when regexp_matches(lower(tag), '(^|[^a-z])(helm|charts?)([^a-z]|$)') then 'chart'
    else 'final'
end;

-- openCode's badge "Maintained", level 0 to 3. A condition that is null is unknown: it counts as `unknown_is`.
create temp macro maintained_level(commits, first_response_days, released, absence, unknown_is) as
    coalesce(commits >= 5 and first_response_days < 7, unknown_is)::integer
    * (1 + coalesce(released, unknown_is)::integer * (1 + coalesce(absence >= 2, unknown_is)::integer));

-- What was said of a field, unless a newer run asked for the field and was not given it.
create temp macro still(field, printed, withdrawn) as case when list_contains(withdrawn, field) then null else printed end;

-- The newest said value of a field, unless a newer run asked for the field and was not given it.
create temp macro kept(field, printed, place, withdrawn) as
    arg_max(case when list_contains(withdrawn, field) then null else printed end, place);

-- In which of all parts of a build a subject is: what one subject said is never divided.
create temp macro part_of(source, kind, source_key) as coalesce(hash(source, kind, source_key) % getvariable('parts'), 0);
