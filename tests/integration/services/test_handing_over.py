"""What staff are told leaves the outbox: once, to the right person, and with nothing in it that anybody could learn."""

import hashlib
import hmac
import json
import re
from contextlib import closing
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import url_for

from app.extensions import db
from app.models import Role, utc_now
from app.models.codes import Channel, Event
from app.services import carriers, handing_over, notices, webhook
from app.services.handing_over import Run
from tests.bad_servers import hangs_up_at_once, pager, server_that, up_to
from tests.factories import PersonFactory
from tests.mailbox import mail_server
from tests.telling import SECRET, SITE, by_mail, by_webhook, hand_over, told, waiting


@pytest.fixture
def mailbox():
    with mail_server() as mailbox:
        yield mailbox


class TestTheEmail:
    def test_says_that_there_is_something_and_where_and_nothing_else(self, mailbox):
        worker = PersonFactory(name="Sam Okafor", email="sam@example.org")
        (row,) = told(worker, event=Event.HANDED_OVER)
        hand_over(by_mail(mailbox.url))

        (message,) = mailbox.messages
        assert dict(message.items()) == {
            "Subject": "There is something for you in Heard",
            "From": "Heard <heard@example.org>",
            "To": "sam@example.org",
            "Date": message["Date"],
            "Message-ID": f"<{row.id.hex}@example.org>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Type": 'text/plain; charset="utf-8"',
            "Content-Transfer-Encoding": "7bit",
            "MIME-Version": "1.0",
        }
        assert message.get_content().splitlines() == [
            "Something was handed to you.",
            "",
            "Look there: https://heard.example.org/inbox/",
            "",
            "Nobody reads answers to this e-mail.",
        ]
        assert abs(parsedate_to_datetime(message["Date"]) - utc_now()) < timedelta(minutes=1)

    @pytest.mark.parametrize("event", Event)
    def test_has_one_of_two_subjects_and_each_kind_of_thing_has_plain_words(self, mailbox, event):
        told(event=event)
        hand_over(by_mail(mailbox.url))

        (message,) = mailbox.messages
        is_alert = event in (Event.ALERT_RAISED, Event.ALERT_WAITS)
        assert message["Subject"] == (
            "Something in Heard needs you now" if is_alert else "There is something for you in Heard"
        )
        assert message.get_content().startswith(notices.WORDS[event])

    @pytest.mark.parametrize("role", [role for role in Role if not role.is_young and role is not Role.AGENCY_LEAD])
    def test_leads_to_a_page_that_is_there_and_opens_to_them(self, app, mailbox, browser, role):
        told(PersonFactory(role=role))
        hand_over(by_mail(mailbox.url))

        (path,) = re.findall(rf"{SITE}(/\S+)", mailbox.messages[0].get_content())
        with app.test_request_context():
            known = {
                url_for("participation.list_views"),
                url_for("chairs.list_conferences"),
                url_for("chairs.list_all"),
                url_for("administration.start"),
            }
            known |= {url_for("sign_in.start")}
        assert path in known
        browser.sign_in(PersonFactory(role=role))
        assert browser.get(path, follow_redirects=True).status_code == 200

    def test_names_no_address_when_none_is_known(self, mailbox):
        told()
        carrier = by_mail(mailbox.url)
        carrier.site = None
        hand_over(carrier)

        assert "http" not in mailbox.messages[0].get_content()

    def test_goes_on_one_line_for_everything_that_is_due(self, mailbox):
        told(*(PersonFactory() for _ in range(5)))
        run = hand_over(by_mail(mailbox.url))

        assert (run.handed_over, len(mailbox.messages), mailbox.lines) == (5, 5, 1)

    def test_no_line_is_opened_when_nothing_is_due(self, mailbox):
        hand_over(by_mail(mailbox.url))

        assert mailbox.lines == 0

    def test_of_an_alert_goes_first(self, mailbox, clock):
        told(event=Event.OVERDUE)
        clock.shift(60)
        told(event=Event.ALERT_RAISED)
        hand_over(by_mail(mailbox.url))

        assert [message["Subject"].split()[0] for message in mailbox.messages] == ["Something", "There"]


class TestTheWebhook:
    def test_says_the_kind_of_thing_with_ids_that_mean_nothing_elsewhere(self):
        lead = PersonFactory(name="Ruth Adeyemi", role=Role.SAFEGUARDING_LEAD)
        _, row = told(lead, event=Event.ALERT_RAISED)
        with pager() as machine:
            hand_over(by_webhook(machine.url))

        ((path, headers, body),) = machine.requests
        assert path == "/heard"
        assert json.loads(body) == {
            "event": "an alert was raised",
            "id": str(row.id),
            "sign_in": "https://heard.example.org/sign-in",
            "text": "Something in Heard needs you now",
            "to": str(lead.id),
        }
        assert (headers["Idempotency-Key"], headers["Content-Type"]) == (str(row.id), "application/json")

    def test_is_signed_with_its_time(self):
        told(event=Event.ALERT_RAISED)
        with pager() as machine:
            hand_over(by_webhook(machine.url))

        ((_, headers, body),) = machine.requests
        at = headers["Heard-Timestamp"]
        signature = hmac.new(SECRET.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
        assert headers["Heard-Signature"] == f"sha256={signature}"
        assert abs(int(at) - utc_now().timestamp()) < 60

    def test_takes_alerts_alone(self):
        told(event=Event.OVERDUE)
        with pager() as machine:
            hand_over(by_webhook(machine.url))

        assert machine.requests == []

    def test_of_one_person_and_the_next_is_told_apart(self):
        told(*(PersonFactory(role=Role.SAFEGUARDING_LEAD) for _ in range(3)), event=Event.ALERT_WAITS)
        with pager() as machine:
            assert hand_over(by_webhook(machine.url)).handed_over == 3

        assert len(set(machine.keys)) == len({json.loads(body)["to"] for _, _, body in machine.requests}) == 3


class TestWhatWasHandedOver:
    def test_is_not_handed_over_again(self, mailbox):
        told()
        for _ in range(3):
            hand_over(by_mail(mailbox.url))

        assert len(mailbox.messages) == 1
        assert waiting() == []

    def test_keeps_when_and_after_how_many_tries(self, mailbox):
        (row,) = told()
        hand_over(by_mail(mailbox.url))

        assert row.handed_over_at is not None
        assert (row.tries, row.claimed_until, row.given_up_at) == (1, None, None)

    def test_on_one_channel_still_waits_on_the_other(self, mailbox):
        told(event=Event.ALERT_RAISED)
        hand_over(by_mail(mailbox.url))

        assert len(waiting(Channel.WEBHOOK)) == 1


class TestAClaim:
    def test_is_committed_before_anything_goes_out(self, mailbox):
        """At each step of a run the caller commits. When the claim is made, the message has not left."""
        (row,) = told()
        seen = []
        with closing(by_mail(mailbox.url)) as carrier:
            for _ in Run(carrier).run():
                db.session.commit()
                seen.append((row.claimed_until is not None, len(mailbox.messages)))

        assert seen == [(False, 0), (True, 0), (False, 1)]

    def test_keeps_others_away_while_it_lasts(self, mailbox):
        (row,) = told()
        row.claimed_until = utc_now() + timedelta(minutes=1)
        db.session.commit()
        hand_over(by_mail(mailbox.url))

        assert mailbox.messages == []

    def test_of_whoever_died_ends_and_the_same_message_goes_out(self, mailbox, clock):
        (row,) = told()
        with closing(by_mail(mailbox.url)) as carrier:
            run = Run(carrier).run()
            for _ in range(2):  # claimed, and nothing after that
                next(run)
                db.session.commit()
        clock.shift(handing_over.CLAIMED_FOR + timedelta(seconds=1))
        hand_over(by_mail(mailbox.url))

        assert [message["Message-ID"] for message in mailbox.messages] == [f"<{row.id.hex}@example.org>"]

    def test_lasts_longer_than_handing_one_over_may_take(self):
        longest = timedelta(seconds=max(carriers.WHOLE_PATIENCE, webhook.WHOLE_PATIENCE))

        assert longest < handing_over.CLAIMED_FOR

    def test_that_somebody_else_has_taken_over_is_not_put_back(self):
        """A run that was held up for minutes finds that another has claimed what it could not hand over."""
        (row,) = told()
        with server_that(up_to(b"MAIL", hangs_up_at_once)) as port:
            run = Run(by_mail(f"smtp://127.0.0.1:{port}")).run()
            for _ in range(2):
                next(run)
                db.session.commit()
            theirs = row.claimed_until = row.claimed_until + timedelta(minutes=10)
            db.session.commit()
            next(run)
            db.session.commit()
            run.close()

        assert (row.claimed_until, row.tries) == (theirs, 0)
