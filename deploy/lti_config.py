"""Logging in through a learning management system with LTI 1.3; deploy/README.md describes its use.

deploy/jupyterhub_config.py loads this file if a variable UNROLLED_LTI_… is set.
"""

import os
import pwd
import sys
from urllib.parse import urlsplit

from jupyterhub.auth import LocalAuthenticator
from ltiauthenticator.lti13.auth import LTI13Authenticator
from ltiauthenticator.lti13.constants import LTI13_CUSTOM_CLAIM
from ltiauthenticator.lti13.error import LoginError
from ltiauthenticator.lti13.handlers import LTI13LoginInitHandler

PREFIX = "UNROLLED_LTI_"
NEEDED = ["ISSUER", "CLIENT_ID", "AUTHORIZE_URL", "JWKS_URL"]


def setting(name):
    return os.environ.get(PREFIX + name, "").strip()


def check_settings():
    """Ends the hub if a setting is missing, because without the keys' address no signature would be verified."""
    missing = [PREFIX + name for name in NEEDED if not setting(name)]
    if missing:
        sys.exit(f"Cannot open the hub with LTI: expected a value in {', '.join(missing)}, found none")
    for name in ("AUTHORIZE_URL", "JWKS_URL"):
        url = urlsplit(setting(name))
        if url.scheme != "https" and (url.scheme, url.hostname) != ("http", "127.0.0.1"):
            sys.exit(f"Cannot open the hub with LTI: expected an https address in {PREFIX}{name}, found {setting(name)}")


class Start(LTI13LoginInitHandler):
    """The beginning of a launch, whose cookies must come back with the platform's own request, from another site."""

    def _set_oauth_cookie(self, key, value):
        self._set_cookie(key, value, expires_days=1, httponly=True, encrypted=True, secure=True, samesite="None")


class Platform(LocalAuthenticator, LTI13Authenticator):
    """Logs in the accounts of this server whose names the platform gives, if they are in the group of the class."""

    login_handler = Start

    def get_username(self, token):
        """Returns the name in the chosen claim; without it, there is no login, rather than one under another name."""
        key = self.username_key
        custom = key.startswith("custom_")
        claims = token.get(LTI13_CUSTOM_CLAIM) if custom else token
        name = claims.get(key.removeprefix("custom_")) if isinstance(claims, dict) else None
        if not isinstance(name, str) or not name:
            raise LoginError(f"Cannot log in: expected a name in the claim {key}, found none")
        return name

    def check_allowed(self, username, authentication=None):
        """Refuses names without an account, and then those outside the group."""
        try:
            pwd.getpwnam(username)
        except KeyError:
            return False
        return super().check_allowed(username, authentication)


check_settings()
c = get_config()  # noqa: F821
c.JupyterHub.authenticator_class = Platform
c.LTI13Authenticator.issuer = setting("ISSUER")
c.LTI13Authenticator.client_id = set(setting("CLIENT_ID").split(","))
c.LTI13Authenticator.authorize_url = setting("AUTHORIZE_URL")
c.LTI13Authenticator.jwks_endpoint = setting("JWKS_URL")
c.LTI13Authenticator.username_key = setting("USERNAME") or "custom_login"
c.LTI13Authenticator.tool_name = "Unrolled"
