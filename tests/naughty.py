"""Texts that have broken other people's software: numbers that are none, days that never were, letters that do not
behave, markup, commands. Anything that takes text must take each of these, or say kindly that it does not.
"""

NOTHING = ("", " ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u200b", "\ufeff")

NUMBERS = (
    "0", "-1", "-0", "+1", "1.5", "1e3", "1e309", "NaN", "inf", "0x10", "1_000", "007",
    "2147483648", "-2147483649", "9223372036854775808", "9" * 400,
    "１２", "²", "²⁰¹⁹", "٢٠١٩", "½", "Ⅻ", "𝟙𝟚𝟛𝟜𝟝𝟞",
)  # fmt: skip

DAYS = (
    "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "2026-02-30", "2026-00-10", "2026-13-01",
    "1900-01-01", "2026-11-17T10:00", "31/12/9999", "1/1/0001", "29/02/2027", "01/01/69", "２０２６-01-01", "2026-1-1",
)  # fmt: skip

LETTERS = (
    "\x00", "a\x00b", "\x01\x02\x1b[31m\x7f", "\x85\x9f", "\u2028\u2029", "\ufffe\uffff", "\U0010ffff", "\ue000",
    "\u202eright to left\u202c", "\u2066a\u2067b\u2069", "שלום עליכם", "مرحبا بالعالم", "ﷺ",
    "e\u0301\u0323\u0323\u0301", "Z" + "\u0301\u0327\u0353" * 60, "ɐnbᴉlɐ ɐuƃɐɯ",
    "ß", "İıIi", "ŉ", "ﬁ", "Ǆ", "ΑΣΑΣ", "田中さんにあげて下さい", "울란바토르",
    "👩‍👩‍👧‍👦", "👋🏿", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🇬🇧🇬", "0️⃣", "\u200d\u200d\u200d",
)  # fmt: skip

CODE = (
    "<script>alert(1)</script>", "</textarea><img src=x onerror=alert(1)>", "\"' autofocus onfocus=alert(1) x='",
    "&lt;b&gt; &amp; &#0; &nosuch;", "<!--", "]]>", "javascript:alert(1)", "{{ 7 * 7 }}{% raw %}", "%(name)s %s %n {0}",
    "'; DROP TABLE person; --", "' OR '1'='1", "1 OR 1=1", "\\", "\\u0000", "%00", "%", "+", "&a=b", "a=b;c=d",
    "../../../../etc/passwd", "//elsewhere.example/", "/\\elsewhere.example", "https://elsewhere.example",
    "/%0d%0aX: y", "\r\nSet-Cookie: x=y", "() { :; }; echo", "$(id)", "`id`", "=1+1", "@SUM(1)", "|",
    "None", "null", "true", "undefined",
)  # fmt: skip

JSON = (
    "{}", "[]", "null", "0", '""', "[null]", '{"id": null}', '{"id": 1, "response": []}', '{"__proto__": {}}',
    "{", '{"a":}', '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    "[" * 5_000, '{"a":' * 3_000, '"\\ud800"', "1e400",
)  # fmt: skip

LONG = ("a" * 121, "a" * 255, "a " * 2_600, "👋🏿" * 2_501, "é" * 5_001, "\n" * 5_001, "a" * 20_000)

EVERYTHING = (*NOTHING, *NUMBERS, *DAYS, *LETTERS, *CODE, *JSON, *LONG)
