"""Headers sent with every response, and with every static file.

What no page of ours needs is not there to be misused: no frame, no other site, no markup made by a script (Trusted
Types), no camera, no place, no payment. Of what browsers have to offer only passkeys are allowed.
"""

from typing import Final

from flask import Flask, Response, request
from flask_babel import get_locale

POLICY: Final = "; ".join(
    (
        "default-src 'none'",  # objects, frames, fonts, workers and media as well
        *("style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'"),
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
        *("require-trusted-types-for 'script'", "trusted-types 'none'"),
    )
)
FILE_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"  # a picture that is opened as if it were a page
# Two years, and every name below ours (ASVS 5.0, 3.4.1).
HTTPS_ONLY: Final = "max-age=63072000; includeSubDomains"

NOT_NEEDED: Final = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read"),
    *("cross-origin-isolated", "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation"),
    *("gyroscope", "hid", "identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts"),
    *("magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture"),
    *("screen-wake-lock", "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking"),
)
NEEDED: Final = ("publickey-credentials-get", "publickey-credentials-create")
PERMISSIONS: Final = ", ".join([*(f"{name}=()" for name in NOT_NEEDED), *(f"{name}=(self)" for name in NEEDED)])

EVERYWHERE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # "no-referrer" makes browsers strip what tells our own forms from forged ones
}
PAGES: Final = EVERYWHERE | {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "X-DNS-Prefetch-Control": "off",  # nobody is asked about a link before somebody follows it
    "X-Robots-Tag": "noindex",
    # People share phones and computers: nothing may be left behind for the Back button.
    "Cache-Control": "no-store",
}
FILES: Final = EVERYWHERE | {"Content-Security-Policy": FILE_POLICY}
MAY_BE_FOUND = frozenset(
    f"young_people.{page}"
    for page in (
        *("show_home", "before_you_start", "keep_private", "about_your_words", "accessibility"),
        *("you_said", "read_quotes", "list_reviews", "show_review"),
    )
)


def set_headers(response: Response) -> Response:
    present = {name.lower() for name, _value in response.headers}
    for name, value in PAGES.items():
        if name.lower() not in present:
            response.headers.add(name, value)
    if response.mimetype == "text/html" and not response.location:
        response.headers.setdefault("Content-Language", str(get_locale()).replace("_", "-"))
        response.vary.add("Cookie")  # should somebody ever keep a page: its language and look are in a cookie
    if request.endpoint in MAY_BE_FOUND:
        response.headers.remove("X-Robots-Tag")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
    return response


def init_app(app: Flask) -> None:
    app.after_request(set_headers)
