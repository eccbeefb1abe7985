-- A watched product beside one of a like name, and two repositories at one address.
insert into product (product_id, name, homepage) values
    ('jitsi-meet', 'Jitsi Meet', 'https://jitsi.example'), ('github-14', 'jitsi-meets', null), ('none', 'Nowhere', null);
insert into repository (repository_id, product_id, name, url, release_source) values
    ('github-10', 'jitsi-meet', 'jitsi-meet', 'https://github.com/jitsi/jitsi-meet', true),
    ('github-11', 'jitsi-meet', 'jitsi-android', 'https://github.com/jitsi/jitsi-android', false),
    ('github-14', 'github-14', 'jitsi-meets', 'https://github.com/other/jitsi-meets', true);
insert into match_review values
    ('jitsi-meet', 'github-14', 0.9818, 'similar names: jitsimeet, jitsimeets'),
    ('github-11', 'github-99', 1.0, 'two repositories at one address: github.com/jitsi/android'),
    ('jitsi-meet', 'none', 0.95, 'same home page: jitsi.example');
