"""Passphrases: how they are hashed, and which are too easy to guess."""

import pytest
from argon2 import PasswordHasher

from app.protection import passphrases
from app.protection.passphrases import Reason, why_not
from tests.hashing import hash_cheaply

OWN_WORDS = ["priya.shah@example.org", "priya", "shah", "conference chair", "chair", "Northbank", "northbank board"]


@pytest.mark.parametrize(
    "passphrase",
    [
        "horse table cloud",
        "horsetablecloud",
        "four brave otters sing",
        "lamp river stone",
        "dog cat fish bird",
        "x7$Kq!9vT#2m",
        "мои три слова",
        "ünïcödé wörds hëre",
        "🐙🌋🚲🎷🧦🛶🪁🥁🪵🧲🪣🧃",
        "green kettle monday " * 10,
    ],
)
def test_words_that_have_nothing_to_do_with_each_other_are_good_and_so_is_whatever_else_is_hard_to_guess(passphrase):
    assert why_not(passphrase, own_words=OWN_WORDS) is None


@pytest.mark.parametrize(
    "passphrase",
    [
        "password1234",
        "Password1234",
        "p@$$w0rdp@$$w0rd",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "!!!!!!!!!!!!",
        "            ",
        "123456789012",
        "1q2w3e4r5t6y",
        "iloveyou1234",
        "letmein letmein",
        "monkey monkey monkey",
        "Liverpool2026!",
        "summer2026!!",
        "unbelievable",
        "p030710p$e4o",  # hard to weigh, and stolen from very many
    ],
)
def test_what_many_people_choose_is_refused(passphrase):
    assert why_not(passphrase, own_words=OWN_WORDS) is Reason.COMMON


@pytest.mark.parametrize("typed", ["correct horse battery staple", "Correct-Horse-Battery", "To be, or not to be!"])
def test_a_phrase_that_everybody_knows_is_refused_however_long_it_is(typed):
    assert why_not(typed) is Reason.COMMON


@pytest.mark.parametrize(
    "passphrase",
    [
        "northbankboard",
        "priya.shah2026",
        "Priya Shah 1985",
        "my name is priya",
        "heard safeguarding",
        "Northbank children 2026",
        "my chair heard a board",
        "welcome to heard",
    ],
)
def test_their_own_words_and_those_of_the_service_are_refused(passphrase):
    assert why_not(passphrase, own_words=OWN_WORDS) is Reason.OWN_WORDS


def test_one_word_of_their_own_among_others_is_fine():
    assert why_not("priya paints seven teapots", own_words=OWN_WORDS) is None


def test_what_is_easy_for_one_person_is_hard_to_guess_for_another():
    assert why_not("ottoline brackenbury", own_words=["Ottoline Brackenbury"]) is Reason.OWN_WORDS
    assert why_not("ottoline brackenbury", own_words=["Priya Shah"]) is None


def test_digits_in_the_place_of_letters_hide_no_word_of_their_own():
    assert why_not("br4ck3nbury 0tt0line", own_words=["Ottoline", "Brackenbury"]) is Reason.OWN_WORDS
    assert why_not("br4ck3nbury 0tt0line", own_words=["Priya"]) is None


@pytest.mark.parametrize(("passphrase", "reason"), [("ann zqvkpwx ann", Reason.OWN_WORDS), ("ann zqvkpwxj ann", None)])
def test_eight_letters_that_are_not_their_own_are_enough(passphrase, reason):
    assert why_not(passphrase, own_words=["Ann"]) is reason


def test_of_their_own_words_the_longest_is_taken_out_whole():
    assert why_not("brackenbury zqvkpwx", own_words=["Brack", "Brackenbury"]) is Reason.OWN_WORDS


def test_a_name_of_two_letters_stands_in_too_many_words_to_count():
    assert why_not("li zqvk li wx li", own_words=["Li"]) is None


def test_an_own_word_without_a_letter_is_none():
    assert why_not("aaaaaaaaaaaa", own_words=["-"]) is Reason.COMMON


@pytest.mark.parametrize(
    ("passphrase", "reason"), [("", Reason.TOO_SHORT), ("x7$Kq!9vT#2m", None), ("x7$Kq!9vT#2", Reason.TOO_SHORT)]
)
def test_twelve_letters_are_the_fewest(passphrase, reason):
    assert why_not(passphrase) is reason


def test_two_hundred_letters_are_the_most():
    long = ("lamp river stone kettle " * 9)[:200]

    assert why_not(long) is None
    assert why_not(long + "x") is Reason.TOO_LONG


@pytest.mark.parametrize("passphrase", ["4@8({[<369&#!1/|0$5+7%2" * 4, "4836910572" * 20, "a4e3i1o0s5" * 20])
def test_letters_that_could_stand_for_many_others_are_weighed_too(passphrase):
    assert why_not(passphrase[:200]) in (None, Reason.COMMON)


class TestHashing:
    @pytest.fixture(autouse=True)
    def cheap(self):
        passphrases.use(memory_kib=64, passes=1)
        yield
        hash_cheaply()

    def test_the_right_one_fits_and_no_other(self):
        stored = passphrases.hash_passphrase("horse table cloud")

        assert passphrases.is_right("horse table cloud", stored)
        assert not passphrases.is_right("horse table clouds", stored)
        assert not passphrases.is_right("Horse table cloud", stored)

    @pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$broken"])
    def test_nothing_fits_where_no_hash_is(self, stored):
        assert not passphrases.is_right("horse table cloud", stored)

    def test_the_parameters_are_those_it_was_told(self):
        passphrases.use(memory_kib=128, passes=3, lanes=2)

        assert passphrases.hash_passphrase("x").startswith("$argon2id$v=19$m=128,t=3,p=2$")

    def test_nobody_told_it_anything_is_the_owasp_minimum(self):
        passphrases.use()

        assert passphrases.hash_passphrase("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")

    def test_nobody_told_it_anything_four_are_hashed_at_once_and_the_fifth_waits(self):
        passphrases.use()
        at_once = passphrases.hashing().at_once

        assert [at_once.acquire(blocking=False) for _ in range(5)] == [True] * 4 + [False]

    def test_a_hash_made_with_others_still_opens_and_is_known_to_be_old(self):
        stored = passphrases.hash_passphrase("horse table cloud")
        assert not passphrases.is_outdated(stored)
        passphrases.use(memory_kib=128, passes=1)

        assert passphrases.is_right("horse table cloud", stored)
        assert passphrases.is_outdated(stored)

    def test_nobody_costs_as_much_as_somebody_under_todays_parameters(self):
        seen = []

        class Watching(PasswordHasher):
            def verify(self, stored, passphrase):
                seen.append(stored.split("$")[3])
                return super().verify(stored, passphrase)

        passphrases.use(memory_kib=128, passes=1, kind=Watching)
        passphrases.is_right("x", passphrases.hash_passphrase("horse table cloud"))
        passphrases.is_right("x", None)

        assert seen == ["m=128,t=1,p=1"] * 2

    def test_no_more_hash_at_once_than_it_was_told(self):
        from threading import Barrier, Lock, Thread

        running, most, lock, start = 0, 0, Lock(), Barrier(6)

        class Watching(PasswordHasher):
            def hash(self, passphrase, **more):
                nonlocal running, most
                with lock:
                    running += 1
                    most = max(most, running)
                try:
                    return super().hash(passphrase, **more)
                finally:
                    with lock:
                        running -= 1

        def hash_one():
            start.wait()
            passphrases.hash_passphrase("horse table cloud")

        passphrases.use(memory_kib=1024, passes=4, at_once=2, kind=Watching)
        threads = [Thread(target=hash_one) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert most <= 2
