package dev.parley.ai.tool.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.model.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://Example.ORG, http://example.org/",
        "https://example.org:443/a?b=c#d, https://example.org/a?b=c",
        "http://example.org.:8080/, http://example.org:8080/",
        "HTTP://[2001:DB8::1]/x, http://[2001:db8::1]/x",
        "https://example.org/ä, https://example.org/%C3%A4",
        "https://example.org/%2e%2e/x, https://example.org/%2e%2e/x",
    })
    void isNormalised(String url, String text) {
        assertEquals(text, PageUrl.parse(url).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.org/",
                "gopher://x/",
                "javascript:alert(1)",
                "example.org",
                "//example.org",
                "http://",
                "http:///x",
                "http://user@example.org/",
                "http://user:pass@example.org/",
                "http://a b/",
                "http://example.org:99999999/",
                "http://exa_mple.org/",
                "http://[::1/",
                "http://example.org/a b",
                "",
                "http://example.org\\@evil.org/",
                "http://a.example\r\nHost: b.example/"
            })
    void otherThingsAreRefused(String url) {
        assertThrows(Refusal.class, () -> PageUrl.parse(url));
    }

    @ParameterizedTest
    @CsvSource({
        "/c, http://example.org/c",
        "c, http://example.org/a/c",
        "?q=2, http://example.org/a/b?q=2",
        "//other.example/x, http://other.example/x",
        "https://other.example, https://other.example/",
        "/a b, http://example.org/a%20b",
    })
    void redirectsAreFollowedFromWhereTheyStand(String location, String text) {
        assertEquals(
                text,
                PageUrl.parse("http://example.org/a/b?q=1").follow(location).text());
    }

    @Test
    void aRedirectMayNotLeadOutOfTheWeb() {
        PageUrl url = PageUrl.parse("http://example.org/");
        assertThrows(Refusal.class, () -> url.follow("file:///etc/passwd"));
        assertThrows(Refusal.class, () -> url.follow("http://u:p@example.org/"));
        assertThrows(Refusal.class, () -> url.follow(":"));
    }
}
