"""Sixty texts that have broken programs: each is written into every text field there is."""

HOSTILE: tuple[str, ...] = (
    # formulas and what becomes one
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example","click")', "+33 1 23 45 67 89", "-2+3+cmd|' /C'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "'=1+1", "''=1+1", "＝1+1", "＋1", "－1",
    "＠A1", "%0A=1+1", ";=1+1", ",=1+1", '"=1+1"', "=1+1;=2+2", "{=1+1}", "-", "=", "'", "''",
    # SQL and full-text search
    "'; DROP TABLE topic; --", '" OR 1=1 --', "a' UNION SELECT secret FROM api_key --", "NEAR(a b)", "a* OR b",
    "title:x",
    # HTML, XML and templates
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp; &#0;", "]]><!--",
    "<!ENTITY a SYSTEM 'x'>",
    "${7*7}{{7*7}}<%= 7*7 %>", "_x0041_ _x005F_", "<w:p/>",
    # headers, calendars and paths
    "a\r\nSet-Cookie: x=1", "a\r\nBEGIN:VEVENT\r\nUID:1", "a,b;c\\n:d", "../../etc/passwd", "C:\\Windows\\..\\x",
    "con.xlsx",
    # direction, width, composition, planes
    "\u202etxt.exe\u202c", "\u2066isolated\u2069", "a\u0301\u0323o\u0308", "\ufeffmark", "a\u200bb\u00adc", "שלום עולם",
    "日本語の組織", "𝕬𝖑𝖕𝖍𝖆 😀👩‍👩‍👧", "ﷺ" * 20, "Zürich–Łódź “ß” ı İ",
    # control characters and length
    "bell\x07 escape\x1b[31m", "\x01\x02\x1f\x7f\x9f", "\ufffe\uffff", "x" * 280,
)  # fmt: skip
