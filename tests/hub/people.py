"""The people of a classroom: each communicates with the hub and with their own server, as a browser does."""

import json
import time

import requests
import websocket

HUB = "127.0.0.1:8000"
PASSWORD = "a password for all of the class"


class Person:
    """One account, with its cookies."""

    def __init__(self, name):
        self.name = name
        self.session = requests.Session()
        self.home = f"/user/{name}/"

    def log_in(self):
        """Logs in and starts the person's server, which takes a few seconds."""
        self.try_to_log_in().raise_for_status()

    def try_to_log_in(self):
        """Logs in, and returns the hub's response to starting the person's server."""
        self.session.get(f"http://{HUB}/hub/login", timeout=60).raise_for_status()
        form = {"username": self.name, "password": PASSWORD, "_xsrf": self.token("/hub/")}
        self.session.post(f"http://{HUB}/hub/login", form, timeout=60, allow_redirects=False).raise_for_status()
        return self.session.get(f"http://{HUB}/hub/spawn/{self.name}", timeout=200)

    def wait(self):
        """Waits until the person's server responds."""
        for _ in range(600):
            answer = self.session.get(f"http://{HUB}{self.home}lab", timeout=60)
            if answer.url.startswith(f"http://{HUB}{self.home}lab") and answer.status_code == 200:
                return
            time.sleep(0.1)
        raise TimeoutError(f"Cannot reach the server of {self.name}: {answer.status_code} at {answer.url}")

    def token(self, path):
        """Returns the token that proves to a server that a request comes from its own page."""
        return self.session.cookies.get("_xsrf", path=path)

    def ask(self, method, path, body=None, **options):
        """Sends a request to the person's server, and returns the response."""
        headers = {"X-XSRFToken": self.token(self.home)}
        url = f"http://{HUB}{self.home}{path}"
        answer = self.session.request(method, url, json=body, headers=headers, timeout=120, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def read(self, path):
        return self.ask("GET", f"api/contents/{path}")["content"]

    def write(self, path, notebook):
        self.ask("PUT", f"api/contents/{path}", {"type": "notebook", "content": notebook})

    def write_text(self, path, text):
        self.ask("PUT", f"api/contents/{path}", {"type": "file", "format": "text", "content": text})

    def get(self, path):
        """Returns the server's response to a request for a page."""
        return self.session.get(f"http://{HUB}{self.home}{path}", timeout=60)

    def assignments(self, action=None):
        """Returns nbgrader's list of assignments, after fetching, submitting, or fetching feedback."""
        about = {"course_id": "unrolled", "assignment_id": "ps1"}
        if action:
            answer = self.ask("POST", f"assignments/{action}", about)
        else:
            answer = self.ask("GET", "assignments?course_id=unrolled")
        if not answer["success"]:
            raise RuntimeError(answer["value"])
        return answer["value"]

    def kernel(self, notebook):
        """Starts a kernel for a notebook, as opening it does."""
        about = {"path": notebook, "type": "notebook", "name": "", "kernel": {"name": "unrolled"}}
        return Kernel(self, self.ask("POST", "api/sessions", about)["kernel"]["id"])


class Kernel:
    """A running kernel behind the hub's proxy."""

    def __init__(self, person, number):
        self.person, self.number, self.count = person, number, 0
        url = f"ws://{HUB}{person.home}api/kernels/{number}/channels?_xsrf={person.token(person.home)}"
        cookies = requests.Request("GET", url.replace("ws:", "http:"))
        cookie = person.session.prepare_request(cookies).headers["Cookie"]
        self.socket = websocket.create_connection(url, timeout=60, cookie=cookie, origin=f"http://{HUB}")

    def run(self, code):
        """Runs a cell and returns its output: its texts, or its error."""
        self.count += 1
        number = f"{self.person.name}-{self.count}"
        how = {"silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
        header = {"msg_id": number, "msg_type": "execute_request", "session": "class", "username": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": {"code": code, **how}}
        self.socket.send(json.dumps({**message, "channel": "shell"}))
        shown = []
        while True:
            answer = json.loads(self.socket.recv())
            kind, content = answer["header"]["msg_type"], answer["content"]
            if answer["parent_header"].get("msg_id") != number or answer.get("channel") != "iopub":
                continue
            if kind == "status" and content["execution_state"] == "idle":
                return "\n".join(shown)
            shown.append(text_of(kind, content))

    def stop(self):
        self.socket.close()
        self.person.ask("DELETE", f"api/kernels/{self.number}")


def text_of(kind, content):
    if kind == "error":
        return f"{content['ename']}: {content['evalue']}"
    if kind in ("execute_result", "display_data"):
        return content["data"].get("text/plain", "")
    return content.get("text", "")
