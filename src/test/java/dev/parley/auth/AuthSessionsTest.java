package dev.parley.auth;

import static dev.parley.auth.AuthSettings.refusal;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.AuthConfig;
import dev.parley.model.Code;
import dev.parley.model.Role;
import dev.parley.store.Store;
import dev.parley.testing.TestStore;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthSessionsTest {
    private static final ReservedNames RESERVED = AuthSettings.reserved("assistant");

    private final AuthSettings.Clock clock = new AuthSettings.Clock();
    private final Vertx vertx = Vertx.vertx();
    private final Store store = TestStore.open(vertx);
    private final AuthConfig config = AuthSettings.auth("SESSION_TTL", "1h", "ROOMS", "[\"lobby\"]");
    private final SessionTokens sessionTokens =
            new SessionTokens(store.sessions(), config, new SecureRandom(), clock, RESERVED);

    @AfterEach
    void stop() {
        await(store.close());
        await(vertx.close());
    }

    @Test
    void aSessionKeepsWhatItsTokenSaid() {
        Identity alice = new Identity("alice", "Alice", "p", Role.MODERATOR, List.of("x"), 1, null);
        OpenedSession opened = await(sessionTokens.open(alice));
        long expiresAt = (clock.seconds() + 3600) * 1000;
        assertEquals("alice", opened.userId());
        assertEquals(expiresAt, opened.expiresAt());
        assertTrue(opened.token().matches("ps_[A-Za-z0-9_-]{43}"), opened.token());
        assertTrue(
                await(store.sessions().find(SessionTokens.key(opened.token()))).isPresent());
        assertTrue(await(store.sessions().find(opened.token())).isEmpty(), "only its hash is kept");
        assertEquals(
                new Identity(
                        "alice",
                        "Alice",
                        "p",
                        Role.MODERATOR,
                        List.of("x"),
                        expiresAt,
                        SessionTokens.key(opened.token())),
                await(sessionTokens.authenticate(opened.token())));
    }

    @Test
    void aGuestGetsANameAndAnIdOfItsOwn() {
        OpenedSession guest = await(sessionTokens.openGuest(null));
        OpenedSession named = await(sessionTokens.openGuest("  Zoë 🙂 "));
        assertTrue(guest.name().matches("Guest [0-9a-f]{4}"), guest.name());
        assertEquals("Zoë 🙂", named.name());
        assertNotEquals(guest.userId(), named.userId());
        Identity identity = await(sessionTokens.authenticate(named.token()));
        assertTrue(identity.user().startsWith("guest-"));
        assertEquals(Role.GUEST, identity.role());
        assertEquals(List.of("lobby"), identity.rooms());
    }

    @Test
    void badNamesAreRefused() {
        for (String name : List.of(
                "", "  ", "a\nb", "a\u202Eb", "x".repeat(65), "\u200B", "\u00A0", "assistant", "Assis\u0442ant")) {
            assertEquals(Code.BAD_FRAME, refusal(sessionTokens.openGuest(name)), name);
        }
        assertEquals(
                "x".repeat(64), await(sessionTokens.openGuest("x".repeat(64))).name());
    }

    @Test
    void guestsMayBeOff() {
        SessionTokens closed = new SessionTokens(
                store.sessions(), AuthSettings.auth("GUESTS", "false"), new SecureRandom(), clock, RESERVED);
        assertEquals(Code.UNAUTHORIZED, refusal(closed.openGuest(null)));
    }

    @Test
    void aSessionEndsByItselfOrWhenAsked() {
        OpenedSession first = await(sessionTokens.openGuest(null));
        assertTrue(await(sessionTokens.end(first.token())));
        assertFalse(await(sessionTokens.end(first.token())));
        assertEquals(Code.UNAUTHORIZED, refusal(sessionTokens.authenticate(first.token())));

        OpenedSession second = await(sessionTokens.openGuest(null));
        clock.advance(3599);
        assertEquals(
                second.userId(),
                await(sessionTokens.authenticate(second.token())).user());
        clock.advance(1);
        assertEquals(Code.UNAUTHORIZED, refusal(sessionTokens.authenticate(second.token())));
        clock.advance(1);
        await(sessionTokens.expire(clock.instant()));
        assertTrue(
                await(store.sessions().find(SessionTokens.key(second.token()))).isEmpty());
    }

    @Test
    void aSessionOpensNoOther() {
        OpenedSession opened = await(sessionTokens.openGuest(null));
        Identity guest = await(sessionTokens.authenticate(opened.token()));
        assertEquals(Code.FORBIDDEN, refusal(sessionTokens.open(guest)));
    }

    @Test
    void theKindOfATokenDecidesWhoChecksIt() {
        Vertx vertx = Vertx.vertx();
        try {
            JwtVerifier jwts = await(JwtVerifier.start(vertx, config, clock));
            Authenticator both = new TokenAuthenticator(jwts, sessionTokens, RESERVED);
            OpenedSession opened = await(sessionTokens.openGuest("Gus"));
            assertEquals("Gus", await(both.authenticate(opened.token())).name());
            String jwt = new TokenMint(config, clock).mint("bob", null, null, List.of(), Duration.ofMinutes(1));
            assertEquals("bob", await(both.authenticate(jwt)).user());
            assertEquals(Code.UNAUTHORIZED, refusal(both.authenticate("")));
            assertEquals(Code.UNAUTHORIZED, refusal(both.authenticate("ps_")));
            String huge =
                    new TokenMint(config, clock).mint("bob", "x".repeat(8192), null, List.of(), Duration.ofMinutes(1));
            assertEquals("bob", await(jwts.authenticate(huge)).user());
            assertEquals(Code.UNAUTHORIZED, refusal(both.authenticate(huge)));
        } finally {
            await(vertx.close());
        }
    }
}
