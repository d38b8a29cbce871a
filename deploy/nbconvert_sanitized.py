"""For a host that shows notebooks through nbconvert with --sanitize-html: pictures and text in the place of HTML.

    jupyter nbconvert --config deploy/nbconvert_sanitized.py --to html --sanitize-html NOTEBOOK

nbconvert's list of harmless tags has no img, details, th or caption, and what is not on it is shown as its source. The
first frame of a moving figure is in the notebook as image/png, too, and every table as text/plain: these are taken.
"""

c = get_config()  # noqa: F821
c.NbConvertBase.display_data_priority = ["image/png", "image/jpeg", "text/latex", "text/plain", "text/html"]
