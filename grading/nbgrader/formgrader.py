"""Serves nbgrader's grading pages, protected from the notebooks that they show; replaces nbgrader's own extension."""

import os

from nbgrader.server_extensions.formgrader import apihandlers, handlers
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from tornado import web

from pages import NONCE, Nonces, SafeHTMLExporter, new_nonce, policy

# The page acts for the teacher, so it keeps its origin and its scripts; JupyterLab, which it opens, runs outside its
# sandbox.
SANDBOX = (
    "sandbox allow-same-origin allow-scripts allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox"
)


class Guarded:
    """A page on which only formgrader's own scripts run."""

    nonce = None

    @property
    def content_security_policy(self):
        self.nonce = self.nonce or new_nonce()
        return "; ".join([*policy(self.nonce), "connect-src 'self'", "frame-ancestors 'self'", SANDBOX])

    async def prepare(self):
        NONCE.set(self.nonce)  # headers are set before the request has a context of its own
        await super().prepare()


class GuardedFiles:
    """A submitted file: nothing in it runs, whatever its type."""

    @property
    def content_security_policy(self):
        return "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


class Entrance(Guarded, handlers.FormgraderHandler):
    """Opens only the course in the settings. Otherwise, a link or an image in a notebook could name any folder, and
    formgrader would run the nbgrader_config.py in it."""

    async def prepare(self):
        await super().prepare()
        path = self.get_argument("path", "")
        if path and os.path.realpath(path) != os.path.realpath(self.coursedir.root):
            raise web.HTTPError(403, f"Cannot open {path}: formgrader opens only the course of nbgrader_config.py")


SPECIAL = {
    handlers.FormgraderHandler: Entrance,
    handlers.SubmissionFilesHandler: type("Files", (GuardedFiles, handlers.SubmissionFilesHandler), {}),
}


def guarded(handler):
    """Returns the class that replaces one of nbgrader's handlers."""
    if not issubclass(handler, handlers.BaseHandler):
        return handler  # formgrader's own scripts and styles
    return SPECIAL.get(handler) or type(handler.__name__, (Guarded, handler), {})


class SafeFormgrader(FormgradeExtension):
    """Serves each of nbgrader's pages with its own policy and nonce."""

    def init_tornado_settings(self, webapp):
        super().init_tornado_settings(webapp)
        webapp.settings["nbgrader_exporter"] = SafeHTMLExporter(config=self.config)
        webapp.settings["nbgrader_jinja2_env"].add_extension(Nonces)

    def init_handlers(self, webapp):
        base = webapp.settings["base_url"].rstrip("/")
        static = (r"/formgrader/static/(.*)", web.StaticFileHandler, {"path": handlers.static_path})
        rules = [*handlers.default_handlers, *apihandlers.default_handlers, static, (r"/formgrader/.*", handlers.Template404)]
        webapp.add_handlers(".*$", [(base + path, guarded(handler), *rest) for path, handler, *rest in rules])


def _load_jupyter_server_extension(app):
    app.log.info("Loading nbgrader's formgrader, guarded")
    formgrader = SafeFormgrader(parent=app)
    formgrader.root_dir, formgrader.log = app.root_dir, app.log
    formgrader.initialize([])
    formgrader.init_tornado_settings(app.web_app)
    formgrader.init_handlers(app.web_app)


def _jupyter_server_extension_points():
    return [{"module": "formgrader"}]
