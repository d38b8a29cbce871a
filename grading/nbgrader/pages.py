"""Renders the pages that show a student's notebook: formgrader's, and the feedback.

Their Content-Security-Policy allows only the scripts in the page's own templates: each has a nonce, which nobody can
know when a notebook is written.
"""

import base64
import hashlib
import html
import re
import secrets
from contextvars import ContextVar
from urllib.parse import unquote

from jinja2 import pass_context
from jinja2.ext import Extension
from nbconvert.exporters import HTMLExporter

from safe_html import rendered

NONCE = ContextVar("NONCE", default="")
IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp"]
ATTACHMENT = re.compile(r'src="attachment:([^"]*)"')
HANDLERS = ["toggle_name(true);", "toggle_name(false);", "toggleAllNames()"]  # onclick of formgrader's templates
MATHJAX_URL = HTMLExporter.mathjax_url.default_value
MATHJAX_FOLDER = MATHJAX_URL.split("/mathjax/")[0] + "/mathjax/"

# nbconvert's own macro contains its configuration as text, which a page could use only if it allowed eval.
MATHJAX = """
{%- macro mathjax(url="MATHJAX_URL") -%}
<script>
window.MathJax = {
  TeX: { equationNumbers: { autoNumber: "AMS", useLabelIds: true } },
  tex2jax: {
    inlineMath: [["$", "$"], ["\\\\(", "\\\\)"]],
    displayMath: [["$$", "$$"], ["\\\\[", "\\\\]"]],
    processEscapes: true,
    processEnvironments: true
  },
  displayAlign: "center",
  messageStyle: "none"
};
</script>
<script src="{{ url }}"></script>
{%- endmacro %}
""".replace("MATHJAX_URL", MATHJAX_URL)


def new_nonce():
    """Generates the nonce of a page that is about to be rendered."""
    NONCE.set(secrets.token_urlsafe(16))
    return NONCE.get()


def policy(nonce):
    """Returns the directives for a page with a student's notebook."""
    handlers = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in HANDLERS)
    return [
        "default-src 'none'",
        f"script-src 'nonce-{nonce}' 'unsafe-hashes' {handlers} {MATHJAX_FOLDER}",
        f"style-src 'self' 'unsafe-inline' {MATHJAX_FOLDER}",
        f"font-src 'self' data: {MATHJAX_FOLDER}",
        "img-src data:",  # images are attachments; a URL in a notebook causes no request
        "base-uri 'none'",
        "form-action 'none'",
    ]


class Nonces(Extension):
    """Gives each script of a template the nonce of the page."""

    def __init__(self, environment):
        super().__init__(environment)
        environment.globals["page_nonce"] = NONCE.get

    def preprocess(self, source, name, filename=None):
        text = MATHJAX if name and name.endswith("mathjax.html.j2") else source
        return text.replace("<script", '<script nonce="{{ page_nonce() }}"')


class SafeHTMLExporter(HTMLExporter):
    """Sanitizes the HTML of students' Markdown, whatever the notebook contains."""

    def _create_environment(self):
        environment = super()._create_environment()
        environment.add_extension(Nonces)
        return environment

    @pass_context
    def markdown2html(self, context, source):
        attachments = context.get("cell", {}).get("attachments", {})
        return ATTACHMENT.sub(lambda found: f'src="{data_of(attachments, found[1])}"', rendered(source))


def data_of(attachments, name):
    """Returns an attached image as a data URL."""
    plain = html.unescape(name)
    found = attachments.get(plain) or attachments.get(unquote(plain)) or {}
    for kind in IMAGES:
        if kind in found:
            return f"data:{kind};base64,{html.escape(str(found[kind]))}"
    return ""


class FeedbackExporter(SafeHTMLExporter):
    """Also puts the policy into the page, because a student opens it as a file."""

    def from_notebook_node(self, nb, resources=None, **options):
        meta = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(policy(new_nonce()))}">'
        page, resources = super().from_notebook_node(nb, resources, **options)
        return page.replace("<head>", f"<head>\n{meta}", 1), resources
