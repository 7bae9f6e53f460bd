"""b24pysdk: events, credentials, and its check of who sent an event."""

import unittest
from urllib.parse import parse_qs, urlparse

import requests
from b24pysdk import BitrixApp, BitrixToken, BitrixWebhook, Client
from b24pysdk.credentials import OAuthEventData
from b24pysdk.errors import BitrixAPIExpiredToken, BitrixAPIInvalidToken
from b24pysdk.errors.oauth import BitrixOAuthInvalidGrant, BitrixOauthWrongClient

from portal import Handler, at, control

DOMAIN = urlparse(at["portal"]).hostname
URL = "https://app.example/handler"


def application(secret=at["clientSecret"]):
    return BitrixApp(client_id=at["clientId"], client_secret=secret)


def token(access=at["accessToken"], refresh=at["refreshToken"], app=None):
    return BitrixToken(
        domain=DOMAIN,
        auth_token=access,
        refresh_token=refresh,
        bitrix_app=app or application(),
    )


class Events(unittest.TestCase):
    def setUp(self):
        control("reset", {})

    def binds_and_unbinds(self, credential):
        event = Client(credential).event
        self.assertIs(event.bind("ONCRMLEADADD", URL).result, True)
        (bound,) = event.get().values
        self.assertEqual(
            (bound.event, bound.handler, bound.auth_type, bound.offline),
            ("ONCRMLEADADD", URL, 0, False),
        )
        self.assertEqual(event.unbind("ONCRMLEADADD", URL).value, 1)
        self.assertEqual(list(event.get().values), [])

    def test_token(self):
        self.binds_and_unbinds(token())

    def test_webhook(self):
        secret = at["webhook"].split("/rest/")[1]
        self.binds_and_unbinds(BitrixWebhook(domain=DOMAIN, webhook_token=secret))

    def test_batch_of_120(self):
        binds = [
            ("event.bind", {"event": "ONCRMLEADADD", "handler": f"{URL}/{number}"})
            for number in range(120)
        ]
        answer = token().call_batches(binds)["result"]
        self.assertEqual(list(answer["result"].values()), [True] * 120)
        self.assertEqual(len(list(Client(token()).event.get().values)), 120)

    def test_offline(self):
        event = Client(token()).event
        event.bind("ONCRMLEADADD", event_type="offline").result
        control("lead", {})
        control("lead", {})
        (first, second) = event.offline.list().values
        self.assertEqual(first.event_data, {"FIELDS": {"ID": "1"}})
        package = event.offline.get(limit=1, clear=False).result
        self.assertEqual([row["ID"] for row in package["events"]], [str(first.bitrix_pk)])
        done = event.offline.clear(process_id=package["process_id"])
        self.assertIs(done.result, True)
        self.assertEqual(
            [row.bitrix_pk for row in event.offline.list().values], [second.bitrix_pk]
        )

    def test_events(self):
        self.assertIn("ONCRMLEADADD", Client(token()).events().result)


class Credentials(unittest.TestCase):
    def setUp(self):
        control("reset", {})

    def code(self):
        answer = requests.get(
            at["portal"] + "oauth/authorize/",
            params={"client_id": at["clientId"], "state": "s"},
            allow_redirects=False,
            timeout=10,
        )
        self.assertEqual(answer.status_code, 302)
        return parse_qs(urlparse(answer.headers["Location"]).query)["code"][0]

    def test_code(self):
        renewed = application().get_oauth_token(self.code())
        self.assertEqual(renewed.portal_domain, DOMAIN)
        own = token(renewed.oauth_token.access_token, renewed.oauth_token.refresh_token)
        self.assertEqual(Client(own).profile().result["ID"], "1")
        self.assertTrue(renewed.validate_against_app_info(own.get_app_info().result))

    def test_refresh(self):
        before = application().get_oauth_token(self.code()).oauth_token
        own = token(before.access_token, before.refresh_token)
        control("expire-tokens", {})
        self.assertEqual(Client(own).profile().result["ID"], "1")
        self.assertNotEqual(own.auth_token, before.access_token)

    def test_expired_without_a_refresh_token(self):
        before = application().get_oauth_token(self.code()).oauth_token
        control("expire-tokens", {})
        with self.assertRaises(BitrixAPIExpiredToken):
            Client(token(before.access_token, None)).profile().result

    def test_app_info(self):
        info = token().get_app_info().result
        self.assertEqual((info.client_id, info.user_id), (at["clientId"], 1))
        self.assertEqual((info.install.domain, info.install.member_id), (DOMAIN, at["memberId"]))

    def test_wrong(self):
        with self.assertRaises(BitrixOauthWrongClient):
            application("wrong").refresh_oauth_token(at["refreshToken"])
        with self.assertRaises(BitrixOAuthInvalidGrant):
            application().refresh_oauth_token("unheard-of")
        with self.assertRaises(BitrixAPIInvalidToken):
            token("unheard-of").get_app_info()


class Sender(unittest.TestCase):
    """An app takes no event before `app.info` says the same as the event does."""

    def setUp(self):
        control("reset", {})

    def delivered(self, code, fire):
        with Handler() as handler:
            Client(token()).event.bind(code, handler.url).result
            fire()
            return handler.event()

    def lead(self):
        return self.delivered("ONCRMLEADADD", lambda: control("lead", {"user": 2}))

    def test_of_a_user(self):
        event = OAuthEventData.from_dict(self.lead())
        self.assertEqual((event.event, event.data), ("ONCRMLEADADD", {"FIELDS": {"ID": "1"}}))
        self.assertEqual(event.auth.application_token, at["applicationToken"])
        info = event.get_app_info(application())
        self.assertEqual(info.user_id, 2)
        self.assertTrue(event.validate_against_app_info(info))

    def test_its_token_reads_back(self):
        event = OAuthEventData.from_dict(self.lead())
        own = BitrixToken.from_oauth_event_data(event, application())
        lead = Client(own).crm.lead.get(int(event.data["FIELDS"]["ID"])).result
        self.assertEqual(lead["ID"], "1")

    def test_forged(self):
        form = self.lead()
        for name, value in [("member_id", "0" * 32), ("user_id", "1")]:
            event = OAuthEventData.from_dict({**form, f"auth[{name}]": value})
            with self.assertRaises(OAuthEventData.ValidationError):
                event.validate_against_app_info(event.get_app_info(application()))
        event = OAuthEventData.from_dict({**form, "auth[access_token]": "unheard-of"})
        with self.assertRaises(BitrixAPIInvalidToken):
            event.get_app_info(application())

    def test_of_the_portal(self):
        uninstall = lambda: control("application", {"action": "uninstall"})
        event = OAuthEventData.from_dict(self.delivered("ONAPPUNINSTALL", uninstall))
        self.assertTrue(event.is_system)
        self.assertEqual(event.auth.member_id, at["memberId"])
