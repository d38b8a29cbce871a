"""A real hub that a learning management system opens with LTI 1.3, and tokens that it must refuse.

Run by `deno task classroom`. The hub uses the course's own configuration in deploy/.
"""

import base64
import html
import json
import os
import re
import runpy
import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

sys.path.insert(0, str(Path(__file__).parent))
import namespaces

namespaces.enter()

import requests
from learning_platform import CLAIM, CLIENT, Form, LearningPlatform, new_key
from people import HUB
from school import CLOSED, ROOT, start_hub, stop_hub

CONFIG = ROOT / "deploy" / "jupyterhub_config.py"


class Browser:
    """A browser of one person."""

    def __init__(self):
        self.session = requests.Session()
        self.session.trust_env = False
        self.secure = set()  # the names of the cookies that need an encrypted connection

    def begin(self, platform, login, **options):
        """Sends the hub the platform's request to begin a launch."""
        start = {"iss": platform.issuer, "login_hint": login, "client_id": CLIENT, "target_link_uri": f"http://{HUB}/hub/home"}
        return self.session.post(f"http://{HUB}/hub/lti13/oauth_login", start, timeout=60, **options)

    def start(self, platform, login):
        """Begins a launch, and returns the form with which the platform answers the hub."""
        page = self.begin(platform, login)
        page.raise_for_status()
        for cookie in self.session.cookies:
            if cookie.secure:  # Chromium also sends it to 127.0.0.1 without encryption, requests does not
                self.secure.add(cookie.name)
                cookie.secure = False
        return Form(page.text)

    def submit(self, form):
        return self.session.post(form.action, form.fields, timeout=60, allow_redirects=False)

    def user(self):
        """Returns the user whom the hub's home page names, or None if it asks for a login."""
        page = self.session.get(f"http://{HUB}/hub/home", timeout=60, allow_redirects=False)
        found = re.search(r'user: "(.*?)"', page.text)
        return found[1] if page.status_code == 200 and found else None


class Launch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = Path(tempfile.mkdtemp(prefix="launching-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        namespaces.set_up(folder, [ROOT, folder], [path for path in CLOSED if path.is_dir()])
        cls.platform = LearningPlatform()
        cls.addClassCleanup(cls.platform.close)
        cls.log = folder / "hub.log"
        settings = {"UNROLLED_STATE": str(folder / "state"), "NO_PROXY": "127.0.0.1", **cls.platform.settings()}
        with open(cls.log, "w") as log:
            hub = start_hub(CONFIG, log, settings)
        if hub.poll() is not None:
            raise RuntimeError(f"Cannot open the hub: {cls.log.read_text()[-3000:]}")
        cls.addClassCleanup(stop_hub, hub)

    def setUp(self):
        self.browser = Browser()

    def launch(self, login="ana", token=None):
        """Launches the hub with a token that a function makes of the claims, and returns the hub's response."""
        with mock.patch.object(self.platform, "change", token or self.platform.sign):
            return self.browser.submit(self.browser.start(self.platform, login))

    def assert_user(self, response, name):
        self.assertEqual((response.status_code, self.browser.user()), (302, name))

    def assert_refused(self, response, status, reason, browser=None):
        self.assertEqual((response.status_code, (browser or self.browser).user()), (status, None))
        self.assertIn(reason, html.unescape(response.text))

    def with_claims(self, **claims):
        """Returns a function that changes claims, and signs them with the platform's key."""
        return lambda found: self.platform.sign({**found, **claims})

    def test_the_user_of_the_platform_is_logged_in_under_the_name_of_the_account(self):
        self.assertIsNone(self.browser.user())
        self.assert_user(self.launch("ana"), "ana")
        self.browser = Browser()
        self.assert_user(self.launch("Ben"), "ben")

    def test_a_token_with_another_key_is_refused(self):
        other = new_key()
        response = self.launch(token=lambda claims: self.platform.sign(claims, other))
        self.assert_refused(response, 400, "Signature verification failed")

    def test_a_token_whose_claims_were_changed_after_signing_is_refused(self):
        def forged(claims):
            head, body, signature = self.platform.sign(claims).split(".")
            changed = {**claims, f"{CLAIM}custom": {"login": "teacher"}}
            body = base64.urlsafe_b64encode(json.dumps(changed).encode()).decode().rstrip("=")
            return f"{head}.{body}.{signature}"

        self.assert_refused(self.launch(token=forged), 400, "Signature verification failed")

    def test_a_token_without_a_signature_is_refused(self):
        def unsigned(claims):
            head = base64.urlsafe_b64encode(b'{"alg":"none","kid":"platform-key"}').decode().rstrip("=")
            return f"{head}.{self.platform.sign(claims).split('.')[1]}."

        self.assert_refused(self.launch(token=unsigned), 400, "alg")

    def test_a_token_for_another_audience_is_refused(self):
        self.assert_refused(self.launch(token=self.with_claims(aud="another-tool")), 401, "Audience doesn't match")

    def test_a_token_with_another_nonce_is_refused(self):
        self.assert_refused(self.launch(token=self.with_claims(nonce="0" * 64)), 400, "nonce mismatch")

    def test_a_token_of_another_issuer_or_an_expired_one_is_refused(self):
        self.assert_refused(self.launch(token=self.with_claims(iss="http://127.0.0.1:1")), 400, "Invalid issuer")
        self.assert_refused(self.launch(token=self.with_claims(exp=1_000_000_000)), 400, "expired")

    def test_a_token_without_the_login_is_refused_rather_than_used_under_another_name(self):
        for custom in ({}, {"login": ""}, {"login": ["ana"]}, "ana"):
            token = self.with_claims(**{f"{CLAIM}custom": custom, "sub": "ana", "email": "ana"})
            reason = "expected a name in the claim custom_login, found none"
            self.assert_refused(self.launch(token=token), 400, reason)

    def test_only_accounts_of_the_class_are_let_in(self):
        for login in ("mallory", "root", "nobody-here", "$User.username"):
            self.assert_refused(self.launch(login), 403, "403")

    def test_a_token_works_once_and_only_in_the_browser_that_began_the_launch(self):
        form = self.browser.start(self.platform, "ana")
        other = Browser()
        self.assert_refused(other.submit(form), 400, "state missing from cookies", other)
        other.start(self.platform, "ben")
        self.assert_refused(other.submit(form), 400, "state mismatch", other)
        self.assert_user(self.browser.submit(form), "ana")
        self.browser.session.get(f"http://{HUB}/hub/logout", timeout=60)
        self.assert_refused(self.browser.submit(form), 400, "state missing from cookies")

    def test_the_cookies_of_a_launch_return_from_another_site_and_that_of_the_session_does_not(self):
        self.browser.start(self.platform, "ana")
        cookies = {cookie.name: cookie for cookie in self.browser.session.cookies}
        for name in ("lti13authenticator-state", "lti13authenticator-nonce-state"):
            self.assertIn(name, self.browser.secure)
            self.assertEqual(cookies[name].get_nonstandard_attr("SameSite"), "None")
        self.launch()
        [session] = [cookie for cookie in self.browser.session.cookies if cookie.name == "jupyterhub-hub-login"]
        self.assertIsNone(session.get_nonstandard_attr("SameSite"))

    def test_behind_a_web_server_the_platform_gets_the_encrypted_address_of_the_hub(self):
        headers = {"X-Forwarded-Proto": "https", "Host": "hub.example.org"}
        response = self.browser.begin(self.platform, "ana", headers=headers, allow_redirects=False)
        query = dict(parse_qsl(urlsplit(response.headers["Location"]).query))
        self.assertEqual(query["redirect_uri"], "https://hub.example.org/hub/lti13/oauth_callback")

    def test_no_password_is_asked_for_or_accepted(self):
        response = self.browser.session.post(f"http://{HUB}/hub/login", {"username": "ana", "password": "ana"}, timeout=60)
        self.assertGreaterEqual(response.status_code, 400)
        self.assertIsNone(self.browser.user())


class Settings(unittest.TestCase):
    """A hub with settings that are missing or unsafe does not start."""

    FILE = str(ROOT / "deploy" / "lti_config.py")
    COMPLETE = {
        "UNROLLED_LTI_ISSUER": "https://lms.example.org",
        "UNROLLED_LTI_CLIENT_ID": "1",
        "UNROLLED_LTI_AUTHORIZE_URL": "https://lms.example.org/authorize",
        "UNROLLED_LTI_JWKS_URL": "https://lms.example.org/jwks",
    }

    def test_a_missing_setting_is_named(self):
        for name in self.COMPLETE:
            with mock.patch.dict(os.environ, {**self.COMPLETE, name: ""}):
                with self.assertRaisesRegex(SystemExit, f"expected a value in {name}, found none"):
                    runpy.run_path(self.FILE)

    def test_keys_over_an_open_connection_are_refused(self):
        address = "http://lms.example.org/jwks"
        with mock.patch.dict(os.environ, {**self.COMPLETE, "UNROLLED_LTI_JWKS_URL": address}):
            with self.assertRaisesRegex(SystemExit, f"an https address in UNROLLED_LTI_JWKS_URL, found {address}"):
                runpy.run_path(self.FILE)


if __name__ == "__main__":
    unittest.main()
