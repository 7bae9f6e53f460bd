"""fast_bitrix24: calls, batches and lists, by a webhook and by a token that expires."""

import ssl
import unittest

import aiohttp
from fast_bitrix24 import BitrixAsync

from portal import at, control

URL = "https://app.example/handler"


class Calls(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        control("reset", {})
        # its own session knows no proxy
        self.session = aiohttp.ClientSession(trust_env=True, raise_for_status=True)
        self.addAsyncCleanup(self.session.close)

    def client(self, url=at["webhook"], **options):
        return BitrixAsync(url, verbose=False, client=self.session, **options)

    async def test_bind_list_and_unbind(self):
        client = self.client()
        handler = {"event": "ONCRMLEADADD", "handler": URL}
        self.assertIs(await client.call("event.bind", handler), True)
        (bound,) = await client.get_all("event.get")
        self.assertEqual((bound["event"], bound["handler"]), ("ONCRMLEADADD", URL))
        unbound = await client.call("event.unbind", handler, raw=True)
        self.assertEqual(unbound["result"], {"count": 1})

    async def test_batch_of_120(self):
        handlers = [
            {"event": "ONCRMLEADADD", "handler": f"{URL}/{number}"} for number in range(120)
        ]
        bound = await self.client().call("event.bind", handlers)
        self.assertEqual(list(bound), [True] * 120)

    async def test_list(self):
        client = self.client()
        leads = [{"fields": {"TITLE": f"lead {number}"}} for number in range(120)]
        await client.call("crm.lead.add", leads)
        found = await client.get_all("crm.lead.list", {"select": ["ID"]})
        self.assertEqual({lead["ID"] for lead in found}, {str(n) for n in range(1, 121)})

    async def test_expiry_under_way(self):
        tokens = ["unheard-of", at["accessToken"]]

        async def next_token():
            return tokens.pop(0)

        client = self.client(at["rest"], token_func=next_token)
        self.assertEqual((await client.call("profile", raw=True))["result"]["ID"], "1")
        self.assertEqual(tokens, [])


class Certificate(unittest.IsolatedAsyncioTestCase):
    async def test_strict_as_python_3_13(self):
        context = ssl.create_default_context()
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        async with aiohttp.ClientSession(trust_env=True) as session:
            async with session.get(at["portal"], ssl=context) as answer:
                self.assertEqual(answer.status, 200)
