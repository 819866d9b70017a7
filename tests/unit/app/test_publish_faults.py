from milepost import feed
from milepost.web.feeds import Wanted
from tests.builders import a_milestone
from tests.unit.app.test_publish import ALL, events, published


def test_an_entry_that_the_library_stumbles_over_spoils_nothing(monkeypatch):
    write = feed.body

    def stumbling(entry):
        assert entry.id != "a/bad", "as the library does on a line it cannot fold"
        return write(entry)

    monkeypatch.setattr(feed, "body", stumbling)
    publisher = published(a_milestone(id="a/good"), a_milestone(id="a/bad"))
    assert list(events(publisher)) == ["a/good"]
    assert list(publisher.left_out) == ["a/bad"]
    assert b"a/bad" not in publisher.make(Wanted(ALL, "json"))[0]
