"""Sanitizes students' Markdown for the teacher who grades it: nothing in it runs or imitates the grading page."""

import html
import re
import signal
from contextlib import contextmanager

from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

TAGS = (
    "a abbr b blockquote br center code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input "
    "ins kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr tt u ul var"
).split()
ATTRIBUTES = {
    "a": ["href", "title"],
    "details": ["open"],
    "div": ["align"],
    "img": ["src", "alt", "title", "width", "height"],
    "input": ["checked", "disabled"],
    "ol": ["start", "type"],
    "p": ["align"],
    "td": ["colspan", "rowspan", "align"],
    "th": ["colspan", "rowspan", "align"],
}
STYLES = ["color", "background-color", "font-style", "font-weight", "text-align", "text-decoration"]
PROTOCOLS = ["http", "https", "mailto", "attachment"]
HIGHLIGHTING = re.compile(r"highlight|language-[\w+-]{1,20}|[a-z]{1,3}\d?")  # the classes of Pygments
LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!?]")
SECONDS = 2  # to render one cell: for some Markdown, the time grows with the square of the length


def keeps(tag, name, value):
    """Returns whether an attribute is kept; ids, names and classes of the grading page cannot be imitated."""
    if name == "class":
        return tag in ("code", "div", "pre", "span") and bool(HIGHLIGHTING.fullmatch(value))
    if (tag, name) == ("input", "type"):
        return value == "checkbox"
    return name == "style" or name in ATTRIBUTES.get(tag, [])


CLEANER = Cleaner(TAGS, keeps, PROTOCOLS, css_sanitizer=CSSSanitizer(allowed_css_properties=STYLES))


class Renderer(IPythonRenderer):
    """Renders Markdown as nbconvert does, except that attachments keep their names."""

    def _embed_image_or_attachment(self, src):
        return src


def rendered(source):
    """Renders Markdown as HTML with only the tags, attributes and URLs that a note with formulas needs."""
    return CLEANER.clean(html_of(source))


def html_of(source):
    return MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(source)


def safe_markdown(source):
    """Returns Markdown that is safe to show: unchanged if it has no HTML and no URL that would be removed."""
    try:
        with seconds(SECONDS):
            shown = html_of(source)
            kept = CLEANER.clean(shown)
    except Exception:  # it takes too long, or the parser fails
        return as_text(source)
    plain = not LOOKS_LIKE_HTML.search(source) and addresses(shown) == addresses(kept)
    return source if plain else as_block(kept)


def addresses(text):
    return len(re.findall(r"\s(?:href|src)=", text))


def as_block(text):
    """Returns HTML as one block, in which nothing is read as Markdown again, because it has no blank line."""
    lines = re.sub(r"\n([ \t]*\n)+", lambda blank: "\n" + "&#10;" * (blank[0].count("\n") - 1), text.strip())
    return f"<div>{lines}</div>"


def as_text(source):
    """Returns Markdown that shows a text verbatim."""
    return f"<pre>{html.escape(source)}</pre>"


@contextmanager
def seconds(limit):
    """Raises TimeoutError if the enclosed work takes longer than the limit; works only in the main thread."""

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
