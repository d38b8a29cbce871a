"""For hosts that show notebooks through nbconvert with --sanitize-html: uses pictures and text instead of HTML.

    jupyter nbconvert --config deploy/nbconvert_sanitized.py --to html --sanitize-html NOTEBOOK

nbconvert's list of allowed tags lacks img, details, th and caption, and all other tags are shown as source. The notebook
also has the first frame of an animation as image/png, and every table as text/plain, which are used here. Tables and
folded answers of texts need a longer list; it lets no script through, and no attribute but class, id and those of links.
"""

import bleach

TAGS = [*bleach.ALLOWED_TAGS, *"div pre span p br h1 h2 h3 h4 details summary table thead tbody tr th td".split()]
ATTRIBUTES = {**bleach.ALLOWED_ATTRIBUTES, "*": ["class", "id"]}


def clean_html(element):
    """HTML of a text, with the allowed tags only."""
    text = element.decode() if isinstance(element, bytes) else str(element)
    return bleach.clean(text, tags=TAGS, attributes=ATTRIBUTES)


c = get_config()  # noqa: F821
c.NbConvertBase.display_data_priority = ["image/png", "image/jpeg", "text/latex", "text/plain", "text/html"]
c.TemplateExporter.filters = {"clean_html": clean_html}
