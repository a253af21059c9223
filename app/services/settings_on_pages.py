"""What everybody may read on pages: names, choices, numbers to call."""

from typing import Final

from app.services.setting_explained import Explained, Group
from app.services.setting_risks import WRONG_NUMBER, any_change, turned

ON_PAGES: Final = (
    Group(
        "names",
        "Names and choices",
        (
            Explained("board_name", "Name of the board", "Whose service this is. It stands on every page."),
            Explained("board_area", "Area", "Which area the board is for, in sentences on young people’s pages."),
            Explained(
                "topics",
                "Topics",
                "What a young person may choose from when asked what it is about. Themes are kept in the inbox.",
            ),
            Explained("areas", "Parts of the area", "Where a young person may say they live. Put commas between."),
            Explained("team_size", "People who read", "How many people read views, as young people are told."),
            Explained(
                "neutral_site",
                "Where Hide page goes",
                "The address that opens when a young person hides the page.",
                risk=any_change("A young person may be watched. Open the address yourself: it must look harmless."),
            ),
            Explained("neutral_name", "What is there", "How the pages call it: “You will see the weather”."),
            Explained(
                "is_domain_ours_alone",
                "Clear everything on Hide page",
                "Yes: the browser is also told to clear everything that this address has kept.",
                risk=turned(
                    True, "If other services use the same address, their visitors are signed out and lose work."
                ),
            ),
            Explained(
                "accessibility_checked_on",
                "Accessibility statement",
                "The day on which the statement was last checked.",
            ),
        ),
    ),
    Group(
        "danger",
        "Numbers to call in danger",
        (
            Explained("emergency_number", "Emergency number", "For everybody in danger.", risk=WRONG_NUMBER),
            Explained(
                "emergency_quiet_key",
                "Key to press",
                "When it is not safe to speak on an emergency call.",
                risk=WRONG_NUMBER,
            ),
            Explained("emergency_text", "By text", "How deaf children reach it by text.", risk=WRONG_NUMBER),
            Explained("emergency_bsl", "In sign language", "How deaf children reach it in BSL.", risk=WRONG_NUMBER),
            Explained("emergency_relay", "By relay", "How deaf children reach it by text relay.", risk=WRONG_NUMBER),
            Explained("childline_number", "Childline", "On every page for young people.", risk=WRONG_NUMBER),
            Explained("childline_hours", "Childline’s hours", "When it is answered, in words."),
            Explained("childline_site", "Childline’s site", "Where they chat.", risk=WRONG_NUMBER),
            Explained("out_of_hours_number", "Social care out of hours", "When offices are shut.", risk=WRONG_NUMBER),
            Explained("out_of_hours_times", "Its hours", "When it is answered, in words."),
        ),
    ),
    Group(
        "others",
        "Who else helps",
        (
            Explained("advocate_name", "Advocate", "Who speaks up for a child."),
            Explained("advocate_number", "Advocate’s number", "How to call them.", risk=WRONG_NUMBER),
            Explained("advocate_hours", "Advocate’s hours", "When they answer, in words."),
            Explained("complaints_name", "Complaints", "Who takes a complaint, as in: tell the complaints team."),
            Explained("complaints_number", "Complaints by phone", "How to call them."),
            Explained("complaints_email", "Complaints by e-mail", "Where to write to them."),
            Explained("complaints_address", "Complaints by post", "Where to send a letter."),
            Explained("complaints_hours", "Hours for complaints", "When they answer, in words."),
            Explained("ombudsman_name", "Ombudsman", "Who looks at a complaint that was not put right."),
            Explained("ombudsman_number", "Ombudsman’s number", "How to call them."),
            Explained("data_protection_name", "Data protection", "Who answers for what is kept about people."),
            Explained("data_protection_number", "Data protection by phone", "How to call them."),
            Explained("data_protection_email", "Data protection by e-mail", "Where to write to them."),
            Explained("privacy_regulator_name", "Privacy regulator", "Who to go to when data is not looked after."),
            Explained("privacy_regulator_number", "Privacy regulator’s number", "How to call them."),
            Explained("privacy_regulator_site", "Privacy regulator’s site", "Where to read more."),
            Explained("equality_name", "Equality advice", "Who to go to when a disabled person cannot use Heard."),
            Explained("equality_number", "Equality advice number", "How to call them."),
        ),
    ),
)
