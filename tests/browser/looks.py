"""The pages of the site, and how readers look at them."""

from __future__ import annotations

PATHS = [
    "/facets/topic?q=Дагестан",
    "/facets/region?order=name&within=d&not-region=moscow",
    "/compare?q=Дагестан&q=court&q=-суд&q=x+OR",
    "/compare?q=суд&q=court&as=share&from=2017-03&to=2017-03&not-region=moscow",
    "/compare?q=a&q=a&q=b&q=c&q=d&q=e&q=f",
    "/search?q=суд&from=2016-10&to=2016-10&not-region=moscow",
    "/",
    "/search?q=Дагестан",
    "/search?q=Дагестан&region=dagestan&topic=society&from=2001&to=2026-12",
    "/search?q=Дагестан&sort=newest&language=ru&language=en",
    "/search?from=2018&to=2018",
    "/search?q=Дагестан+суд*&forms=1",
    "/search?q=школа+снегопад+пингвин",
    "/search?q=суд+школа&both=1&not-as=verdict",
    "/search?q=unicorn&region=dagestan",
    "/search?date=unknown",
    "/search?page=99",
    "/help",
    "/embed?region=dagestan&from=30d",
    "/archive",
    "/archive/2022",
    "/archive/2022/05",
    "/archive/2022/05/24",
    "/archive/2017/13",
    "/regions",
    "/regions/dagestan",
    "/people",
    "/people/Зара Дубаева",
    "/organisations?q=суд",
    "/topics/society",
    "/facets/person",
    "/archive/undated",
    "/api",
    "/sets",
    "/sets?a=суд&b=court",
    "/seen",
    "/search?page=0",
    "/search?q=Дагестан&from=31.02.2017&region=dagestan&sort=oldest",
    "/search?date=unknown&from=2011",
    "/search?sort=score",
    "/private",
    "/nothing",
    "/search?q=" + "слово" * 60,
]
"""A page of every kind that has an address of its own; the fixture ``article`` gives two more."""


TOUCH = {"has_touch": True, "is_mobile": True}


PHONE = {"viewport": {"width": 360, "height": 740}} | TOUCH


LOOKS = {
    "desk": {},
    "desk in the dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}} | TOUCH,
    "phone in the dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
    | TOUCH,
    "forced colours": {"forced_colors": "active"},
    "phone in forced dark colours": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "forced_colors": "active",
    }
    | TOUCH,
}
