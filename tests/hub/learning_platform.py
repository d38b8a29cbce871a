"""A small learning management system: the platform's side of an LTI 1.3 launch, on 127.0.0.1."""

import json
import threading
import time
from html import escape
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT = "unrolled-client"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
KEY_ID = "platform-key"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class LearningPlatform:
    """A platform whose users have logins; it serves its public key, and answers an authentication request with a form."""

    def __init__(self):
        self.key = new_key()
        self.change = self.sign  # how the next answer's claims become a token
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handler(self):
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
                pages = {"/jwks": platform.keys, "/authorize": platform.authorize}
                kind, text = pages[path](query)
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass

        return Handler

    def settings(self):
        """The environment variables with which a hub knows this platform."""
        values = {"ISSUER": self.issuer, "CLIENT_ID": CLIENT}
        values |= {"AUTHORIZE_URL": f"{self.issuer}/authorize", "JWKS_URL": f"{self.issuer}/jwks"}
        return {f"UNROLLED_LTI_{name}": value for name, value in values.items()}

    def keys(self, _):
        key = {**RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True), "kid": KEY_ID, "alg": "RS256", "use": "sig"}
        return "application/json", json.dumps({"keys": [key]})

    def authorize(self, request):
        """Answers the tool's authentication request (OpenID Connect, response_mode=form_post) for the user in login_hint."""
        claims = self.claims(request["login_hint"], request["nonce"])
        fields = {"id_token": self.change(claims), "state": request["state"]}
        inputs = "".join(f'<input type="hidden" name="{name}" value="{escape(fields[name])}">' for name in fields)
        form = f'<form method="post" action="{escape(request["redirect_uri"])}">{inputs}</form>'
        return "text/html", f"<!DOCTYPE html><body onload='document.forms[0].submit()'>{form}"

    def claims(self, login, nonce):
        """The claims of a launch by a user, whose opaque number is not the login."""
        now = int(time.time())
        user = {"iss": self.issuer, "aud": CLIENT, "sub": f"number-of-{login}", "iat": now, "exp": now + 60, "nonce": nonce}
        message = {"version": "1.3.0", "message_type": "LtiResourceLinkRequest", "deployment_id": "1"}
        course = {"resource_link": {"id": "ps1"}, "target_link_uri": "http://127.0.0.1:8000/hub/home", "roles": []}
        return user | {CLAIM + name: value for name, value in (message | course | {"custom": {"login": login}}).items()}

    def sign(self, claims, key=None):
        return jwt.encode(claims, key or self.key, algorithm="RS256", headers={"kid": KEY_ID})

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Form(HTMLParser):
    """The address and the fields of the form on a page, which a browser would submit at once."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.action = found["action"]
        elif tag == "input":
            self.fields[found["name"]] = found["value"]
