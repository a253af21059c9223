"""What a browser is called in the list of where somebody is signed in."""

import pytest

from app.sign_in.browser_names import browser_name


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
            "Safari/537.36 Edg/142.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
            "Safari/537.36",
            "Chrome on a Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/26.0 Mobile/15E148 Safari/604.1",
            "Safari on an iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 "
            "Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
            "Chrome on a Chromebook",
        ),
        ("curl/8.14.1", "A browser"),
        ("something on Linux", "A browser on Linux"),
        ("", "A browser"),
        (None, "A browser"),
        ("Firefox/" * 10_000, "Firefox"),
        ("<script>alert(1)</script> my name is Priya", "A browser"),
    ],
)
def test_it_is_a_name_people_know(agent, name):
    assert browser_name(agent) == name


def test_the_longest_name_there_can_be_fits_its_column():
    from app.sign_in.browser_names import BROWSERS, MACHINES

    assert max(len(name) for _, name in BROWSERS) + len(" on ") + max(len(name) for _, name in MACHINES) <= 60
