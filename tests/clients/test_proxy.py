"""The proxy: what these tests send reaches this machine's portal, and nothing else."""

import unittest

import requests

from portal import at


class Proxy(unittest.TestCase):
    def test_portal(self):
        self.assertEqual(requests.get(at["portal"], timeout=10).status_code, 200)

    def test_everything_else(self):
        for url in ["https://www.example.com/", f"{at['portal'][:-1]}:8443/"]:
            with self.assertRaisesRegex(requests.exceptions.ProxyError, "403"):
                requests.get(url, timeout=10)
