package dev.parley.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthOriginsTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, http, localhost:8080, true",
        "http://localhost:8081, http, localhost:8080, false",
        "http://LOCALHOST:8080, http, localhost:8080, true",
        "https://chat.example, https, chat.example, true",
        "https://chat.example, https, chat.example:443, true",
        "http://chat.example, http, chat.example:80, true",
        "https://chat.example, http, chat.example, true",
        "http://chat.example, https, chat.example, false",
        "https://chat.example.evil, https, chat.example, false",
        "https://evil/chat.example, https, chat.example, false",
        "null, https, chat.example, false",
        "'', https, chat.example, false",
        "https://app.example, https, chat.example, true",
        "https://app.example:443, https, chat.example, true",
        "http://app.example, https, chat.example, false"
    })
    void theOwnHostAndTheListedOnes(String origin, String scheme, String host, boolean allowed) {
        Origins origins = new Origins(List.of("https://App.example"), "");
        assertEquals(allowed, origins.allows(origin, scheme, host));
        assertEquals(allowed, origins.allowsCookies(origin, scheme, host));
    }

    @Test
    void aPublicUrlIsTheOwnHost() {
        Origins origins = new Origins(List.of(), "https://chat.example/parley");
        assertTrue(origins.allows("https://chat.example", "http", "10.0.0.1:8080"));
        assertFalse(origins.allows("http://10.0.0.1:8080", "http", "10.0.0.1:8080"));
    }

    @Test
    void withoutAnOriginCookiesDoNotCount() {
        Origins origins = new Origins(List.of("*"), "");
        assertTrue(origins.allows(null, "http", "h"));
        assertFalse(origins.allowsCookies(null, "http", "h"));
        assertTrue(origins.allows("https://any.example", "http", "h"));
        assertFalse(new Origins(List.of(), "").allows("http://h", "http", null));
    }

    @ParameterizedTest
    @CsvSource({
        "http://h, true",
        "https://app.example, true",
        "https://any.example, false",
        "null, false",
        "*, false",
        "'', false",
        "'http://h, http://h', false"
    })
    void underAStarCookiesCountForTheOwnAndNamedOriginsAlone(String origin, boolean cookies) {
        Origins origins = new Origins(List.of("*", "https://app.example"), "");
        assertTrue(origins.allows(origin, "http", "h"));
        assertEquals(cookies, origins.allowsCookies(origin, "http", "h"));
    }
}
