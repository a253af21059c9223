from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, somebody_signed_in
from app.sign_in import sign_in


@sign_in.get("/account")
@open_to(somebody_signed_in)
def show_account() -> ResponseReturnValue:
    return render_template("sign_in/show_account.html", person=signed_in_person())
