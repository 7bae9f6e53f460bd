"""The portal that `npm run clients` started, and a handler on this machine."""

import json
import os
import queue
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl

import requests

# the portal's ready line
at = json.loads(os.environ["BX24_READY"])


def control(path, body):
    response = requests.post(at["control"] + path, json=body, timeout=10)
    response.raise_for_status()
    return response.json()


class Handler:
    """Takes events; `event()` is the next one, a flat form as it arrived."""

    def __enter__(self):
        events = self.events = queue.Queue()

        class Take(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                events.put(dict(parse_qsl(body.decode())))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Take)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/handler"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def event(self):
        return self.events.get(timeout=10)
