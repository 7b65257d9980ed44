"""Terms of a form in any other script than Cyrillic: the stem, except of names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from threading import local

import Stemmer

from indexer.analysis.joined import joined
from indexer.analysis.word_lists import read_words

_VOWELLESS = re.compile("[b-df-hj-np-tv-xz]{2,}[b-df-hj-np-rtv-xz]s")
"""The plural of an abbreviation that the stemmer takes for a singular: phds, hdtvs; not gps."""

_IZATION = re.compile("iz(?=ations?$)")


class English:
    """Porter's second stemmer ("english" of Snowball). Safe to share between threads."""

    def __init__(self, forms: Mapping[str, tuple[str, ...]]) -> None:
        """``forms``: of forms that no stem leads to their word, the words (read_forms)."""
        self._local = local()  # a stemmer must not be used by two threads at once
        self._names = read_words("english-names")
        self._forms = forms

    def terms(self, form: str) -> set[str]:
        """The stem, or a name as it is; of an irregular form or American spelling also its word's.

        Of a word with an apostrophe inside both o'brien and obrien; of a hyphenated word the stem
        of the word written as one: on-line, online.
        """
        word = form.removesuffix("'s") or form
        word = joined(word) or word
        others = self._forms.get(word, ())
        found = {self._stem(one) for one in (*others, *_british(word))}
        found.add(word if word in self._names else self._stem(word))
        if "'" in word:
            plain = word.replace("'", "")
            found |= {plain, self._stem(plain)}  # Shi'ite, Shiite
        if _VOWELLESS.fullmatch(word):
            found.add(word[:-1])
        return found

    def _stem(self, word: str) -> str:
        if not hasattr(self._local, "stemmer"):
            self._local.stemmer = Stemmer.Stemmer("english", 0)
        return str(self._local.stemmer.stemWord(word))


def _british(word: str) -> tuple[str, ...]:
    """The British spelling, () if it is the same, also of words on no list: Islamization."""
    return (_IZATION.sub("is", word),) if _IZATION.search(word) else ()
