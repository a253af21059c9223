"""What the board decides: every setting with what it does, one form for each, and who made sure of which number."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import confirmed_lately, open_to, signed_in_person, who_keeps_accounts
from app.administration import administration
from app.administration.setting_forms import CheckedForm, SettingForm, form_for
from app.administration.settings_shown import every_group, group_of, shown_by_name
from app.administration.shown import just_done
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.refusals import refusals_shown_on
from app.services import settings
from app.services.setting_catalogue import EXPLAINED


@administration.get("/settings")
@open_to(who_keeps_accounts)
def list_settings() -> ResponseReturnValue:
    return settings_page(HeardForm(formdata=None))


@administration.route("/settings/<setting>", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
@takes_writing
def change_setting(setting: str) -> ResponseReturnValue:
    form = form_of(setting)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            if not form.is_the_same:
                settings.change(setting, form.typed, by=signed_in_person(), reason=form.reason.data)
            db.session.commit()
            return back_to(setting, saved="setting")
    shown = shown_by_name()[setting]
    page = render_template("administration/change_setting.html", form=form, shown=shown, group=group_of(setting))
    return page, 400 if form.is_submitted() else 200


@administration.post("/settings/<setting>/checked")
@open_to(who_keeps_accounts)
@shows_back
def say_checked(setting: str) -> ResponseReturnValue:
    if setting not in EXPLAINED:
        abort(404)
    form = CheckedForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            settings.say_checked(setting, by=signed_in_person(), seen=form.seen.data)
            db.session.commit()
            return back_to(setting, saved="checked")
    return settings_page(form)


def form_of(name: str) -> SettingForm:
    """The form of this setting; 404 where there is none. What is sent holds its row: two tabs take turns."""
    if name not in EXPLAINED:
        abort(404)
    if request.method == "POST":
        settings.hold(name)
    return form_for(EXPLAINED[name], getattr(settings.read(), name))


def back_to(name: str, *, saved: str) -> ResponseReturnValue:
    return redirect(url_for(".list_settings", saved=saved, open=group_of(name), _anchor=name))


def settings_page(form: HeardForm) -> ResponseReturnValue:
    groups = every_group()
    page = render_template(
        "administration/list_settings.html",
        form=form,
        checked=CheckedForm(formdata=None),
        done=just_done(),
        groups=groups,
        stale=sum(shown.stale for shown in groups),
        is_open=request.args.get("open"),
    )
    return page, 400 if form.is_submitted() else 200
