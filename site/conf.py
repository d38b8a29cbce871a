"""Sphinx configuration of the site; `deno task site` copies it beside the pages and runs Sphinx."""

project = "Unrolled"
author = "the Unrolled authors"
copyright = "2026, the Unrolled authors. Code and text: MIT"
html_title = "Unrolled"
language = "en"

extensions = ["myst_nb"]
exclude_patterns = ["templates", "static"]
nb_execution_mode = "off"  # the notebooks are executed before
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 6  # the reference links to methods, too

# MathJax is served by the site itself, without its menu and speech
mathjax_path = "mathjax/startup.js"
mathjax3_config = {
    "loader": {"load": ["input/tex", "output/chtml", "a11y/assistive-mml"]},
}
myst_update_mathjax = False

html_theme = "sphinx_book_theme"
html_static_path = ["static"]
html_extra_path = ["extra"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
templates_path = ["templates"]
html_theme_options = {
    "home_page_in_toc": True,
    "use_download_button": False,  # each notebook has its own links
    "use_fullscreen_button": False,
    "navbar_persistent": [],
    "show_toc_level": 2,
    "toc_title": "On this page",
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_context = {"default_mode": "auto"}
html_use_index = False
suppress_warnings = [
    "mystnb.unknown_mime_type",  # the numbers of a figure are stored for comparison only
    "misc.highlighting_failure",  # the highlighter takes the ! of nats! for an error
]
