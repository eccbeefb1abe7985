-- Which products rest on one person: half of the commits of half a year come from one author.
-- de:      Welche Produkte auf einer Person ruhen: die Hälfte der Commits eines Halbjahrs stammt von ihr.
-- topic:   care
-- grain:   one row per product, judged by its main repository
-- columns: product_id, product_name, edition, repository_id, path, rests_on_one, absence_factor_183d, authors_183d,
--          commits_183d, last_commit_at, source_url, evidence_id, evidence_date
-- shown:   product_name, path, rests_on_one, absence_factor_183d, authors_183d, commits_183d, last_commit_at
-- tables:  product, repository
-- portable
-- param:   with_unknown boolean = false  -- also products whose absence factor is not known
-- note:    The absence factor is the smallest number of people with half of the commits (contributor absence factor).
-- note:    Archived repositories and mirrors say nothing about who carries the product and are left out.
-- note_de: Der Ausfallfaktor ist die kleinste Zahl von Menschen, von denen die Hälfte der Commits stammt (contributor absence
--          factor).
-- note_de: Archivierte Repositorys und Spiegel sagen nichts darüber, wer das Produkt trägt, und sind ausgelassen.
select
    product.product_id,
    product.name as product_name,
    null::string as edition,
    main.repository_id,
    main.path,
    if(main.absence_factor_183d is null, 'unknown', 'yes') as rests_on_one,
    main.absence_factor_183d,
    main.authors_183d,
    main.commits_183d,
    main.last_commit_at,
    main.url as source_url,
    main.evidence_id,
    main.observed_at::date as evidence_date
from product
join repository as main on main.repository_id = product.release_source
where product.role = 'candidate'
    and main.is_mirror is not true
    and main.archived is not true
    and (main.absence_factor_183d = 1 or (main.absence_factor_183d is null and $with_unknown::boolean))
order by main.absence_factor_183d nulls last, main.commits_183d desc nulls last, product.product_id
