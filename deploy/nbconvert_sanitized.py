"""For hosts that show notebooks through nbconvert with --sanitize-html: uses pictures and text instead of HTML.

    jupyter nbconvert --config deploy/nbconvert_sanitized.py --to html --sanitize-html NOTEBOOK

nbconvert's list of allowed tags lacks img, details, th and caption, and all other tags are shown as source. The notebook
also has the first frame of an animation as image/png, and every table as text/plain, which are used here.
"""

c = get_config()  # noqa: F821
c.NbConvertBase.display_data_priority = ["image/png", "image/jpeg", "text/latex", "text/plain", "text/html"]
