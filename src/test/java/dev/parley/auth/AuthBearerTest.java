package dev.parley.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.auth.BearerToken.Place;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthBearerTest {
    private static final Set<Place> ALL = EnumSet.allOf(Place.class);
    private static final Map<String, List<String>> EVERYWHERE = Map.of(
            "authorization", List.of("Bearer a"),
            "sec-websocket-protocol", List.of("parley.v1, bearer.p"),
            "cookie", List.of("x=1; auth_token=c"));

    private static Optional<BearerToken> find(Set<Place> counts, Map<String, List<String>> headers, String query) {
        return BearerToken.find(counts, name -> headers.getOrDefault(name, List.of()), name -> {
            assertEquals("access_token", name);
            return query;
        });
    }

    private static Optional<BearerToken> in(String header, String... values) {
        return find(ALL, Map.of(header, List.of(values)), null);
    }

    private static Optional<BearerToken> of(String token, Place place) {
        return Optional.of(new BearerToken(token, place));
    }

    @Test
    void placesComeInOrder() {
        assertEquals(of("a", Place.AUTHORIZATION), find(ALL, EVERYWHERE, "q"));
        assertEquals(
                of("p", Place.PROTOCOL), find(EnumSet.complementOf(EnumSet.of(Place.AUTHORIZATION)), EVERYWHERE, "q"));
        assertEquals(of("c", Place.COOKIE), find(EnumSet.of(Place.COOKIE, Place.QUERY), EVERYWHERE, "q"));
        assertEquals(of("q", Place.QUERY), find(EnumSet.of(Place.QUERY), EVERYWHERE, "q"));
        assertEquals(Optional.empty(), find(Set.of(), EVERYWHERE, "q"));
        assertEquals(Optional.empty(), find(ALL, Map.of(), null));
        assertEquals(Optional.empty(), find(ALL, Map.of(), ""));
    }

    @Test
    void theSchemeIgnoresCase() {
        assertEquals(of("a", Place.AUTHORIZATION), in("authorization", "bEARER  a "));
    }

    @Test
    void otherSchemesArePassedOver() {
        for (String header :
                List.of("Basic abc", "", "Bearerabc", "Digest username=\"a\", uri=\"/\"", "Negotiate bearer")) {
            assertEquals(of("q", Place.QUERY), find(ALL, Map.of("authorization", List.of(header)), "q"), header);
            assertEquals(of("t", Place.AUTHORIZATION), in("authorization", header, "Bearer t"), header);
            assertEquals(of("t", Place.AUTHORIZATION), in("authorization", "Bearer t", header), header);
        }
        assertEquals(of("t", Place.AUTHORIZATION), in("authorization", "Basic abc=, Bearer t"), "two lines made one");
    }

    @Test
    void bearerAloneIsABadToken() {
        for (String header : List.of("Bearer", "bearer  ", "Bearer\t")) {
            assertEquals(of("", Place.AUTHORIZATION), find(ALL, Map.of("authorization", List.of(header)), "q"), header);
        }
    }

    @Test
    void protocolsMayStandInSeveralLines() {
        assertEquals(of("t", Place.PROTOCOL), in("sec-websocket-protocol", "parley.v1", "bearer.t"));
        assertEquals(of("t", Place.PROTOCOL), in("sec-websocket-protocol", "parley.v1,bearer.t"));
        assertEquals(Optional.empty(), in("sec-websocket-protocol", "parley.v1, bearer."));
    }

    @Test
    void aCookieHoldsATokenAmongOthers() {
        assertEquals(of("t", Place.COOKIE), in("cookie", "a=b;auth_token=\"t\""));
        assertEquals(Optional.empty(), in("cookie", "xauth_token=t; auth_token="));
    }

    @Test
    void aTokenDoesNotAppearInItsText() {
        assertFalse(new BearerToken("hunter2", Place.QUERY).toString().contains("hunter2"));
    }
}
