"""Names of organisations as they are compared: what makes no difference, and what does."""

from collections.abc import Iterator

import pytest

from catalog.database import SQL, Connection, connect, run_file


@pytest.fixture(scope="module")
def words() -> Iterator[Connection]:
    connection = connect()
    run_file(connection, SQL / "build" / "010_words.sql")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Nextcloud GmbH", "nextcloud"),
        ("nextcloud", "nextcloud"),
        ("Wire Swiss GmbH", "wire-swiss"),
        ("Mattermost, Inc.", "mattermost"),
        ("Rocket.Chat Technologies Corp.", "rocket-chat-technologies"),
        ("Element Creations Ltd", "element-creations"),
        ("Muster Pty Ltd", "muster"),
        ("Muster GmbH & Co. KGaA", "muster"),
        ("Muster SE & Co. KG", "muster"),
        ("Muster UG (haftungsbeschränkt)", "muster"),
        ("Muster e. V.", "muster"),
        ("Dataport AöR", "dataport"),
        ("Muster Sp. z o.o.", "muster"),
        ("Muster S.p.A.", "muster"),
        ("Heinlein Support GmbH (Heinlein Gruppe)", "heinlein-support"),
        ("Open\u2011Xchange\u00a0SE", "open-xchange"),
        ("Stadt\u00adverwaltung\u200b Köln", "stadtverwaltung-koeln"),
        ("Ko\u0308ln", "koeln"),
        ("Stadt Köln (Amt für IT)", "stadt-koeln-amt-fuer-it"),
        ("The Document Foundation", "the-document-foundation"),
        ("GmbH", "gmbh"),
        ("AG Kommunal", "ag-kommunal"),
    ],
)
def test_the_key_of_an_organisation(words: Connection, printed: str, key: str) -> None:
    assert words.execute("select organisation_key($1)", [printed]).fetchone() == (key,)


def test_a_name_without_latin_letters_has_a_key_of_its_own(words: Connection) -> None:
    keys = words.execute(
        "select organisation_key('Яндекс'), organisation_key('яндекс'), organisation_key('Сбер')"
    ).fetchone()
    assert keys is not None
    assert keys[0] == keys[1] != keys[2]
