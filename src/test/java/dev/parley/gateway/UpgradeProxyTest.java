package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.TestNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behind a proxy: the browser's page and address are believed from those proxies alone that are trusted. */
class UpgradeProxyTest {
    private static final String PAGE = "Origin: https://chat.example";
    private static final String[] FORWARDED = {"X-Forwarded-Proto: https", "X-Forwarded-Host: chat.example"};
    private static final Map<String, String> TRUSTING = Map.of(
            "PARLEY_HTTP_TRUSTED_PROXIES",
            "[\"127.0.0.0/8\",\"10.0.0.0/8\",\"fd00::/8\"]",
            "PARLEY_LIMITS_SESSIONS",
            "{\"perSecond\":1,\"burst\":1}");

    private static int upgrade(TestNode node, String... headers) {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            return client.upgrade("/ws", "Authorization: Bearer " + node.token("ann"), String.join("\r\n", headers))
                    .status();
        }
    }

    @Test
    void theForwardedHostIsThePagesOwnBehindATrustedProxy() {
        try (TestNode node = TestNode.start(TRUSTING)) {
            assertEquals(101, upgrade(node, PAGE, FORWARDED[0], FORWARDED[1]));
            assertEquals(403, upgrade(node, PAGE, FORWARDED[0]));
            assertEquals(403, upgrade(node, "Origin: https://alien.example", FORWARDED[0], FORWARDED[1]));
        }
    }

    @Test
    void nobodyElseIsBelieved() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_HTTP_TRUSTED_PROXIES", "[\"10.0.0.0/8\"]"))) {
            assertEquals(403, upgrade(node, PAGE, FORWARDED[0], FORWARDED[1]));
        }
    }

    @Test
    void thePublicUrlIsTheOnlyOwnPage() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_HTTP_PUBLIC_URL", "https://chat.example/parley"))) {
            assertEquals(101, upgrade(node, PAGE));
            assertEquals(101, upgrade(node, "Origin: https://CHAT.example:443"));
            assertEquals(403, upgrade(node, "Origin: http://127.0.0.1:" + node.port()));
            assertEquals(403, upgrade(node, "Origin: http://chat.example"));
        }
    }

    /** One session an address: the second from the same one is refused. */
    private static int session(TestNode node, String... headers) {
        try (RawWebSocket client = RawWebSocket.dial(node.port())) {
            return client.request("POST /api/sessions", "Content-Length: 0", String.join("\r\n", headers))
                    .status();
        }
    }

    @Test
    void theAddressIsTheLastThatNoTrustedProxyHas() {
        try (TestNode node = TestNode.start(TRUSTING)) {
            assertEquals(201, session(node, "X-Forwarded-For: 192.0.2.1"));
            assertEquals(429, session(node, "X-Forwarded-For: 192.0.2.1, 10.1.1.1, fd00::5"));
            assertEquals(429, session(node, "X-Forwarded-For: 203.0.113.9, 192.0.2.1"));
            assertEquals(201, session(node, "X-Forwarded-For: 192.0.2.2"));
        }
    }

    @Test
    void aProxyThatAddsItsOwnLineCannotBeFooledByAnEarlierOne() {
        try (TestNode node = TestNode.start(TRUSTING)) {
            assertEquals(201, session(node, "X-Forwarded-For: 203.0.113.1", "X-Forwarded-For: 192.0.2.3"));
            assertEquals(429, session(node, "X-Forwarded-For: 203.0.113.2", "X-Forwarded-For: 192.0.2.3"));
        }
    }

    @Test
    void aPortBelongsNotToTheAddress() {
        try (TestNode node = TestNode.start(TRUSTING)) {
            assertEquals(201, session(node, "X-Forwarded-For: 192.0.2.4:1111"));
            assertEquals(429, session(node, "X-Forwarded-For: 192.0.2.4:2222"));
            assertEquals(201, session(node, "X-Forwarded-For: [2001:db8::1]:1111"));
            assertEquals(429, session(node, "X-Forwarded-For: 2001:db8::1"));
        }
    }

    @Test
    void theProtocolOfAnUpgradeCountsAsItsPages() {
        try (TestNode node = TestNode.start(TRUSTING)) {
            for (String proto : List.of("wss", "WSS", "HTTPS", "wss, http", " wss ,ws")) {
                assertEquals(101, upgrade(node, PAGE, "X-Forwarded-Proto: " + proto, FORWARDED[1]), proto);
            }
            assertEquals(403, upgrade(node, "Origin: http://chat.example", "X-Forwarded-Proto: wss", FORWARDED[1]));
            assertEquals(101, upgrade(node, "Origin: http://chat.example", "X-Forwarded-Proto: ws", FORWARDED[1]));
            assertEquals(101, upgrade(node, "Origin: http://chat.example", "X-Forwarded-Proto: gopher", FORWARDED[1]));
        }
    }

    @Test
    void anIpv6SubscriberIsOneAddress() {
        try (TestNode node = TestNode.start(TRUSTING)) {
            assertEquals(201, session(node, "X-Forwarded-For: 2001:db8:1:2::1"));
            assertEquals(429, session(node, "X-Forwarded-For: 2001:db8:1:2:aaaa:bbbb:cccc:dddd"));
            assertEquals(429, session(node, "X-Forwarded-For: [2001:DB8:1:2:ffff::9]:443"));
            assertEquals(201, session(node, "X-Forwarded-For: 2001:db8:1:3::1"));
            assertEquals(201, session(node, "X-Forwarded-For: fe80::1%eth0"));
            assertEquals(429, session(node, "X-Forwarded-For: fe80::2%3"));
            assertEquals(201, session(node, "X-Forwarded-For: 192.0.2.77"));
            assertEquals(429, session(node, "X-Forwarded-For: ::ffff:192.0.2.77"));
            assertEquals(429, session(node, "X-Forwarded-For: [::ffff:c000:024d]:1"));
        }
    }

    @Test
    void whatIsNoAddressIsNobodysAlone() {
        try (TestNode node = TestNode.start(TRUSTING)) {
            assertEquals(201, session(node, "X-Forwarded-For: unknown, 10.1.1.1"));
            assertEquals(429, session(node, "X-Forwarded-For: _hidden17, 10.1.1.1"));
        }
    }
}
