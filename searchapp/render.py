"""Text of articles → HTML: marks, how titles are set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping
from datetime import UTC, date, datetime
from typing import Any

from flask.templating import Environment
from jinja2 import BaseLoader, Template, nodes
from jinja2 import Environment as Jinja
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup, escape

from schemas.article import is_future
from schemas.results import Snippet
from searchapp.form import switches
from searchapp.links import href
from searchapp.messages import messages
from searchapp.visit import visit

_MESSAGE = re.compile(r"""\{\{ say\(["']([\w.-]+)["']\) \}\}""")
_INDENT = re.compile(r"^[ ]+", re.MULTILINE)
_SIGNS = re.compile("[&<>'\"]")

LONG = 90
"""Characters from which a title is set smaller."""

LOUD, LETTERS = 0.7, 8
"""Share of capitals from which a title is in capitals, and the fewest letters to judge by."""


class Prepared(Extension):
    """Does once to a template what would be done again for every page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - the signature is Jinja's
        """The source of a template without indentation, with its fixed messages in one language.

        Indentation is a thirtieth of a page, and some eighty messages of each page are always the
        same. ``name``: begins with the language, see ``Templates``.
        """
        say = messages("ru" if (name or "").startswith("ru/") else "en")

        def told(found: re.Match[str]) -> str:
            text = say.texts[found[1]]
            fixed = isinstance(text, str) and "{" not in text
            return str(escape(text)) if fixed else found[0]

        return _INDENT.sub("", _MESSAGE.sub(told, source))


class QuickEscapes(CodeGenerator):
    """Escapes what templates put into a page with ``escaped``, and not with Jinja's own function.

    Jinja's makes a Markup of each piece, which takes four times as long; pieces are only joined.
    """

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if not frame.eval_ctx.autoescape or frame.eval_ctx.volatile:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.escaped({finalize.src or ''}")


class PlainContext(Context):
    """What templates know, with calls that are only calls.

    Jinja checks for each function that is called whether it wants the context. None of ours does,
    and the check took a twentieth of the time of a page.
    """

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **kwargs: Any,
    ) -> Any:
        """What ``called`` returns. None of ours needs the variables around the call."""
        return called(*args, **kwargs)


class Templates(Environment):
    """The templates of the site, each in both languages, as ``ru/search.html`` and ``en/…``."""

    context_class = PlainContext
    code_generator_class = QuickEscapes

    @staticmethod
    def escaped(value: object) -> str:
        """A value as HTML; markup as it is."""
        if type(value) is Markup:
            return value
        return short(value) if type(value) is str else str(escape(value))

    def get_or_select_template(
        self,
        template_name_or_list: Any,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template of this name in the language of the request, or of its parent."""
        if parent is None:
            template_name_or_list = f"{visit().say.language}/{template_name_or_list}"
        return super().get_or_select_template(template_name_or_list, parent, globals)

    def join_path(self, template: str, parent: str) -> str:
        """The full name of a template that another one names: with the language of that one."""
        return f"{parent.partition('/')[0]}/{template}"

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows: all globals that there are when it is first used, as one mapping.

        Jinja itself lays one mapping over another, and looks each name up in both at every import.
        """
        return {**self.globals, **(d or {})}


class InBothLanguages(BaseLoader):
    """Loads the templates of another loader under the names that ``Templates`` gives them."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: Jinja, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source of a template, before ``Prepared`` puts it into its language."""
        return self._loader.get_source(environment, template.partition("/")[2])


def filters() -> dict[str, Callable[..., object]]:
    """What templates can pipe through."""
    return {
        "marked": marked,
        "manner": manner,
        "href": href,
        "machine": machine,
        "future": future,
        "switches": switches,
    }


def short(text: str) -> str:
    """A short text as HTML. Nearly all have nothing to escape, and checking that is quicker.

    A plain string: what is added to Markup would be escaped.
    """
    return str(escape(text)) if _SIGNS.search(text) else text


def marked(snippet: Snippet) -> Markup:
    """The text, escaped, with its marks as <mark>."""
    if not snippet.marks:
        return escape(snippet.text)
    return Markup("".join(_pieces(snippet)))  # noqa: S704 - every piece is escaped


def _pieces(snippet: Snippet) -> Iterator[str]:
    at = 0
    for start, end in snippet.marks:
        yield short(snippet.text[at:start])
        yield f"<mark>{short(snippet.text[start:end])}</mark>"
        at = end
    yield short(snippet.text[at:])


def manner(title: str) -> Markup:
    """The attribute of the element of a title that is set smaller, "" for any other."""
    # few titles have so many capitals; looking at each letter of the others takes twice as long
    loud = sum(map(str.isupper, title)) >= LOUD * LETTERS and _is_loud(title)
    return _MANNERS[len(title) > LONG, loud]


_MANNERS = {
    (False, False): Markup(""),
    (True, False): Markup(' class="long"'),
    (False, True): Markup(' class="loud"'),
    (True, True): Markup(' class="long loud"'),
}
"""By whether it is long, and loud."""


def _is_loud(title: str) -> bool:
    letters = list(filter(str.isalpha, title))
    return len(letters) >= LETTERS and sum(map(str.isupper, letters)) >= LOUD * len(letters)


def machine(published: datetime | date) -> str:
    """A date as the datetime attribute wants it, to the minute as pages show it."""
    if isinstance(published, datetime):
        return published.isoformat(timespec="minutes")
    return published.isoformat()


def future(published: datetime | date | None) -> bool:
    """Whether a date is still to come."""
    return is_future(published, datetime.now(UTC))
