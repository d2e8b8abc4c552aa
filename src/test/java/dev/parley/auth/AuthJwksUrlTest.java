package dev.parley.auth;

import static dev.parley.auth.AuthSettings.refusal;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.parley.model.Code;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthJwksUrlTest {
    private final Vertx vertx = Vertx.vertx();
    private final AuthSettings.Clock clock = new AuthSettings.Clock();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile JsonObject published = new JsonObject().put("keys", new JsonArray());
    private final Semaphore eachRead = new Semaphore(0);
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            reads.incrementAndGet();
            eachRead.release();
            byte[] body = published.encode().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        await(vertx.close());
    }

    private JwtVerifier verifier(String refresh) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
        return await(JwtVerifier.start(vertx, AuthSettings.auth("JWKS", url, "JWKS_REFRESH", refresh), clock));
    }

    private void publish(KeyPair keys, String kid) {
        published = new JsonObject().put("keys", new JsonArray().add(SignedToken.jwk(keys.getPublic(), kid)));
    }

    private String token(KeyPair keys, String kid) throws Exception {
        JsonObject claims = new JsonObject().put("sub", "alice").put("exp", clock.seconds() + 3600);
        return SignedToken.signed(new JsonObject().put("alg", "ES256").put("kid", kid), claims, keys);
    }

    @Test
    void anUnknownKeyIsAskedForAtMostOncePerTenSeconds() throws Exception {
        KeyPair first = SignedToken.ec("secp256r1");
        KeyPair second = SignedToken.ec("secp256r1");
        publish(first, "1");
        JwtVerifier verifier = verifier("1h");
        assertEquals("alice", await(verifier.authenticate(token(first, "1"))).user());
        assertEquals(1, reads.get());

        publish(second, "2");
        assertEquals(Code.UNAUTHORIZED, refusal(verifier.authenticate(token(second, "2"))), "too soon to ask");
        assertEquals(1, reads.get());
        clock.advance(10);
        assertEquals("alice", await(verifier.authenticate(token(second, "2"))).user());
        assertEquals(2, reads.get());
        assertEquals(
                Code.UNAUTHORIZED,
                refusal(verifier.authenticate(token(first, "1"))),
                "a key that was withdrawn is no longer accepted");
        assertEquals(2, reads.get());
        verifier.close();
    }

    @Test
    void itIsReadAgainByTheClock() throws Exception {
        publish(SignedToken.ec("secp256r1"), "1");
        JwtVerifier verifier = verifier("20ms");
        KeyPair next = SignedToken.ec("secp256r1");
        publish(next, "2");
        eachRead.drainPermits();
        // The third reading from here began after the new key was there, and the second has ended by then.
        assertTrue(eachRead.tryAcquire(3, 10, TimeUnit.SECONDS));
        assertEquals("alice", await(verifier.authenticate(token(next, "2"))).user());
        verifier.close();
    }

    @Test
    void aServerThatIsAwayIsNotFatal() throws Exception {
        KeyPair keys = SignedToken.ec("secp256r1");
        publish(keys, "1");
        status = 500;
        JwtVerifier verifier = verifier("1h");
        assertEquals(Code.UNAVAILABLE, refusal(verifier.authenticate(token(keys, "1"))));
        status = 200;
        clock.advance(10);
        assertEquals("alice", await(verifier.authenticate(token(keys, "1"))).user());
        status = 500;
        clock.advance(10);
        assertEquals(Code.UNAUTHORIZED, refusal(verifier.authenticate(token(keys, "x"))));
        assertEquals("alice", await(verifier.authenticate(token(keys, "1"))).user(), "what was read stays");
        verifier.close();
    }

    @Test
    void itsSecretsStillCountMeanwhile() {
        status = 500;
        JwtVerifier verifier = verifier("1h");
        String token =
                new TokenMint(AuthSettings.auth(), clock).mint("bob", null, null, List.of(), Duration.ofMinutes(1));
        assertEquals("bob", await(verifier.authenticate(token)).user());
        verifier.close();
    }
}
