package dev.parley.auth;

import static dev.parley.auth.AuthSettings.refusal;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.AuthConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthJwtTest {
    private static final byte[] SECRET = AuthSettings.SECRET.getBytes(StandardCharsets.UTF_8);
    private static final AuthSettings.Clock CLOCK = new AuthSettings.Clock();

    private static Vertx vertx;
    private static KeyPair rsa;
    private static KeyPair ec;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        rsa = SignedToken.rsa(2048);
        ec = SignedToken.ec("secp256r1");
    }

    @AfterAll
    static void stop() {
        await(vertx.close());
    }

    private static JsonObject header(String alg) {
        return new JsonObject().put("alg", alg).put("typ", "JWT");
    }

    private static JsonObject claims() {
        return new JsonObject().put("sub", "alice").put("exp", CLOCK.seconds() + 60);
    }

    private static String hs(JsonObject claims) throws Exception {
        return SignedToken.hmac(header("HS256"), claims, SECRET);
    }

    private static JwtVerifier verifier(AuthConfig config) {
        return await(JwtVerifier.start(vertx, config, CLOCK));
    }

    private static Future<Identity> check(AuthConfig config, String token) {
        return verifier(config).authenticate(token);
    }

    @Test
    void everyClaimArrives() throws Exception {
        String token = hs(claims().put("name", " Alice ")
                .put("picture", "https://a.example/a.png")
                .put("role", "moderator")
                .put("rooms", new JsonArray().add("team-*")));
        assertEquals(
                new Identity(
                        "alice",
                        "Alice",
                        "https://a.example/a.png",
                        Role.MODERATOR,
                        List.of("team-*"),
                        (CLOCK.seconds() + 60) * 1000,
                        null),
                await(check(AuthSettings.auth(), token)));
    }

    @Test
    void whatIsAbsentHasADefault() throws Exception {
        Identity identity = await(check(AuthSettings.auth("ROOMS", "[\"a\"]"), hs(claims())));
        assertEquals(
                new Identity("alice", "alice", null, Role.MEMBER, List.of("a"), (CLOCK.seconds() + 60) * 1000, null),
                identity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void everyHmacIsAccepted(String alg) throws Exception {
        String secret = AuthSettings.SECRET + AuthSettings.SECRET;
        String token = SignedToken.hmac(header(alg), claims(), secret.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "alice",
                await(check(AuthSettings.auth("SECRET", secret), token)).user());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS384", "HS512"})
    void aSecretShorterThanTheHashDoesNotServeIt(String alg) throws Exception {
        String token = SignedToken.hmac(header(alg), claims(), SECRET);
        assertEquals(Code.UNAUTHORIZED, refusal(check(AuthSettings.auth(), token)));
    }

    /** Signed as they are, so that it is the part's own form that is refused. */
    @Test
    void partsAreJsonInUtf8AndNothingElse() throws Exception {
        String claims = claims().encode();
        String header = header("HS256").encode();
        for (byte[] odd : List.of(
                claims.getBytes(StandardCharsets.UTF_16),
                claims.getBytes(StandardCharsets.UTF_16LE),
                claims.getBytes(Charset.forName("UTF-32BE")),
                ("\uFEFF" + claims).getBytes(StandardCharsets.UTF_8),
                ("/* c */" + claims).getBytes(StandardCharsets.UTF_8),
                (claims + "// c").getBytes(StandardCharsets.UTF_8),
                (claims + "{}").getBytes(StandardCharsets.UTF_8),
                claims.replace('"', '\'').getBytes(StandardCharsets.UTF_8),
                claims.replace("alice", "al\u00e9").getBytes(StandardCharsets.ISO_8859_1))) {
            byte[] plain = header.getBytes(StandardCharsets.UTF_8);
            assertEquals(Code.UNAUTHORIZED, refusal(check(AuthSettings.auth(), SignedToken.hs256(plain, odd, SECRET))));
        }
        byte[] odd = ("/**/" + header).getBytes(StandardCharsets.UTF_8);
        byte[] plain = claims.getBytes(StandardCharsets.UTF_8);
        assertEquals(Code.UNAUTHORIZED, refusal(check(AuthSettings.auth(), SignedToken.hs256(odd, plain, SECRET))));
    }

    @Test
    void aSignatureHasOneSpelling() throws Exception {
        String good = hs(claims());
        char last = good.charAt(good.length() - 1);
        // 32 bytes leave two bits of the last character unused.
        String alike = good.substring(0, good.length() - 1) + (char) (last + 1);
        assertEquals("alice", await(check(AuthSettings.auth(), good)).user());
        assertEquals(Code.UNAUTHORIZED, refusal(check(AuthSettings.auth(), alike)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"})
    void publicKeysFromPem(String alg) throws Exception {
        String token = SignedToken.signed(header(alg), claims(), alg.startsWith("ES") ? ec : rsa);
        assertEquals("alice", await(check(withPem(), token)).user());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp384r1", "secp521r1"})
    void keysOfOtherCurvesAreAccepted(String curve) throws Exception {
        KeyPair keys = SignedToken.ec(curve);
        Path pem = Files.writeString(folder.resolve("ec.pem"), SignedToken.pem(keys.getPublic()));
        AuthConfig config =
                AuthSettings.auth("KEYS", new JsonArray().add(pem.toString()).encode());
        String alg = curve.equals("secp384r1") ? "ES384" : "ES512";
        assertEquals(
                "alice",
                await(check(config, SignedToken.signed(header(alg), claims(), keys)))
                        .user());
    }

    @Test
    void publicKeysFromAJwksFile() throws Exception {
        Path jwks = Files.writeString(
                folder.resolve("jwks.json"),
                new JsonObject()
                        .put(
                                "keys",
                                new JsonArray()
                                        .add(SignedToken.jwk(rsa.getPublic(), "r"))
                                        .add(SignedToken.jwk(ec.getPublic(), "e"))
                                        .add(new JsonObject().put("kty", "oct").put("k", "AAAA")))
                        .encode());
        AuthConfig config = AuthSettings.auth("JWKS", jwks.toString());
        for (String token : List.of(
                SignedToken.signed(header("RS256").put("kid", "r"), claims(), rsa),
                SignedToken.signed(header("PS384"), claims(), rsa),
                SignedToken.signed(header("ES256").put("kid", "e"), claims(), ec),
                hs(claims()))) {
            assertEquals("alice", await(check(config, token)).user());
        }
        assertEquals(
                Code.UNAUTHORIZED,
                refusal(check(config, SignedToken.signed(header("RS256").put("kid", "e"), claims(), rsa))));
    }

    @Test
    void keysAreRotated() throws Exception {
        String old = "an older secret of at least 32 bytes";
        AuthConfig config =
                AuthSettings.auth("PREVIOUS_SECRETS", new JsonArray().add(old).encode());
        String token = SignedToken.hmac(header("HS256"), claims(), old.getBytes(StandardCharsets.UTF_8));
        assertEquals("alice", await(check(config, token)).user());
        assertEquals("alice", await(check(config, hs(claims()))).user());
        assertEquals(Code.UNAUTHORIZED, refusal(check(AuthSettings.auth(), token)));
    }

    @Test
    void twoRsaKeysOfDifferentSizes() throws Exception {
        KeyPair large = SignedToken.rsa(3072);
        Path pem = Files.writeString(
                folder.resolve("both.pem"), SignedToken.pem(large.getPublic()) + SignedToken.pem(rsa.getPublic()));
        AuthConfig config =
                AuthSettings.auth("KEYS", new JsonArray().add(pem.toString()).encode());
        for (KeyPair keys : List.of(large, rsa)) {
            String token = SignedToken.signed(header("RS256"), claims(), keys);
            assertEquals("alice", await(check(config, token)).user());
        }
    }

    static Stream<Arguments> badClaims() {
        return Stream.of(
                Arguments.of("no exp", new JsonObject().put("sub", "alice")),
                Arguments.of("exp 1e300", claims().put("exp", 1e300)),
                Arguments.of("exp as a text", claims().put("exp", String.valueOf(CLOCK.seconds() + 60))),
                Arguments.of("exp null", claims().putNull("exp")),
                Arguments.of("negative exp", claims().put("exp", -1)),
                Arguments.of("expired", claims().put("exp", CLOCK.seconds())),
                Arguments.of("not yet", claims().put("nbf", CLOCK.seconds() + 1)),
                Arguments.of("nbf as an object", claims().put("nbf", new JsonObject())),
                Arguments.of("no sub", new JsonObject().put("exp", CLOCK.seconds() + 60)),
                Arguments.of("empty sub", claims().put("sub", "")),
                Arguments.of("blank sub", claims().put("sub", "  ")),
                Arguments.of("object sub", claims().put("sub", new JsonObject().put("a", 1))),
                Arguments.of("number sub", claims().put("sub", 5)),
                Arguments.of("long sub", claims().put("sub", "é".repeat(128))),
                Arguments.of("sub with a line feed", claims().put("sub", "a\nb")),
                Arguments.of("unknown role", claims().put("role", "root")),
                Arguments.of("role in capitals", claims().put("role", "ADMIN")),
                Arguments.of("list of roles", claims().put("role", new JsonArray().add("admin"))),
                Arguments.of("null role", claims().putNull("role")),
                Arguments.of("rooms as a text", claims().put("rooms", "*")),
                Arguments.of("rooms with a number", claims().put("rooms", new JsonArray().add(1))),
                Arguments.of("null rooms", claims().putNull("rooms")),
                Arguments.of("number name", claims().put("name", 5)),
                Arguments.of("object picture", claims().put("picture", new JsonObject())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badClaims")
    void badClaimsAreRefused(String what, JsonObject claims) throws Exception {
        assertEquals(Code.UNAUTHORIZED, refusal(check(AuthSettings.auth(), hs(claims))), what);
    }

    static Stream<Arguments> forged() throws Exception {
        String good = hs(claims());
        String rsaPem = SignedToken.pem(rsa.getPublic());
        JsonObject embedded =
                header("RS256").put("jwk", SignedToken.jwk(SignedToken.rsa(2048).getPublic(), "x"));
        return Stream.of(
                Arguments.of("none without a signature", SignedToken.unsigned(header("none"), claims()) + "."),
                Arguments.of("none in two parts", SignedToken.unsigned(header("none"), claims())),
                Arguments.of("none with a signature", SignedToken.unsigned(header("none"), claims()) + ".AAAA"),
                Arguments.of("nOnE", SignedToken.unsigned(header("nOnE"), claims()) + ".AAAA"),
                Arguments.of("no alg", SignedToken.unsigned(new JsonObject(), claims()) + ".AAAA"),
                Arguments.of("alg is a number", SignedToken.unsigned(new JsonObject().put("alg", 1), claims()) + ".AA"),
                Arguments.of(
                        "HS with the RSA public key as PEM",
                        SignedToken.hmac(header("HS256"), claims(), rsaPem.getBytes(StandardCharsets.UTF_8))),
                Arguments.of(
                        "HS with the RSA public key as DER",
                        SignedToken.hmac(
                                header("HS256"), claims(), rsa.getPublic().getEncoded())),
                Arguments.of("another secret", SignedToken.hmac(header("HS256"), claims(), new byte[32])),
                Arguments.of("another RSA key", SignedToken.signed(header("RS256"), claims(), SignedToken.rsa(2048))),
                Arguments.of(
                        "its own key in the header", SignedToken.signed(embedded, claims(), SignedToken.rsa(2048))),
                Arguments.of(
                        "unknown crit",
                        SignedToken.hmac(
                                header("HS256")
                                        .put("crit", new JsonArray().add("b64"))
                                        .put("b64", false),
                                claims(),
                                SECRET)),
                Arguments.of(
                        "empty crit", SignedToken.hmac(header("HS256").put("crit", new JsonArray()), claims(), SECRET)),
                Arguments.of(
                        "kid is an object",
                        SignedToken.hmac(header("HS256").put("kid", new JsonObject()), claims(), SECRET)),
                Arguments.of(
                        "changed claims",
                        swap(
                                good,
                                1,
                                SignedToken.part(claims().put("sub", "bob").encode()))),
                Arguments.of("claims are a list", swap(good, 1, SignedToken.part("[]"))),
                Arguments.of("cut short", good.substring(0, good.length() - 4)),
                Arguments.of("four parts", good + ".AAAA"),
                Arguments.of("a dot behind it", good + "."),
                Arguments.of("padding", good + "="),
                Arguments.of("empty", ""),
                Arguments.of("no token at all", "hello"));
    }

    private static String swap(String token, int at, String part) {
        String[] parts = token.split("\\.", -1);
        parts[at] = part;
        return String.join(".", parts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void badTokensAreRefused(String what, String token) throws Exception {
        assertEquals(Code.UNAUTHORIZED, refusal(check(withPem(), token)), what);
    }

    @Test
    void aRefusalDoesNotRepeatTheToken() throws Exception {
        String token = hs(claims().put("role", "hunter2").put("exp", 1));
        Refusal refusal = (Refusal) failure(check(AuthSettings.auth(), token));
        assertEquals("the token has expired", refusal.text());
    }

    @Test
    void issuerAndAudienceCountWhenConfigured() throws Exception {
        AuthConfig config = AuthSettings.auth("ISSUER", "https://id.example", "AUDIENCE", "[\"parley\", \"chat\"]");
        JsonObject good = claims().put("iss", "https://id.example").put("aud", "parley");
        assertEquals("alice", await(check(config, hs(good))).user());
        JsonObject list = good.copy().put("aud", new JsonArray().add("other").add("chat"));
        assertEquals("alice", await(check(config, hs(list))).user());
        for (JsonObject bad : List.of(
                good.copy().put("iss", "https://id.example/"),
                claims().put("aud", "parley"),
                good.copy().put("iss", new JsonArray().add("https://id.example")),
                claims().put("iss", "https://id.example"),
                good.copy().put("aud", "other"),
                good.copy().put("aud", new JsonArray()),
                good.copy().put("aud", 5))) {
            assertEquals(Code.UNAUTHORIZED, refusal(check(config, hs(bad))), bad.encode());
        }
    }

    @Test
    void leewayForgivesClocksThatDiffer() throws Exception {
        AuthConfig config = AuthSettings.auth("LEEWAY", "5s");
        Identity late = await(check(config, hs(claims().put("exp", CLOCK.seconds() - 4))));
        assertEquals((CLOCK.seconds() + 1) * 1000, late.expiresAt(), "it lives as long as it is accepted");
        assertEquals(
                "alice",
                await(check(config, hs(claims().put("nbf", CLOCK.seconds() + 5))))
                        .user());
        assertEquals(Code.UNAUTHORIZED, refusal(check(config, hs(claims().put("exp", CLOCK.seconds() - 5)))));
        assertEquals(Code.UNAUTHORIZED, refusal(check(config, hs(claims().put("nbf", CLOCK.seconds() + 6)))));
    }

    @Test
    void aDateFarAwayStaysANumberThatEverybodyCanRead() throws Exception {
        Identity identity = await(check(AuthSettings.auth(), hs(claims().put("exp", 9_007_199_254_740_991L))));
        assertEquals(9_007_199_254_740_991L, identity.expiresAt());
    }

    @Test
    void aNameCannotRewriteItsLine() throws Exception {
        String token = hs(claims().put("name", "A\u202El\nice"));
        assertEquals("Alice", await(check(AuthSettings.auth(), token)).name());
    }

    @Test
    void aKeyFileThatCannotBeReadIsAFault() throws Exception {
        Path junk = Files.writeString(
                folder.resolve("junk.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----");
        for (String[] pair : List.of(
                new String[] {"KEYS", "[\"" + folder.resolve("none.pem") + "\"]", "auth.keys[0]"},
                new String[] {"KEYS", "[\"" + junk + "\"]", "auth.keys[0]"},
                new String[] {"JWKS", folder.resolve("none.json").toString(), "auth.jwks"},
                new String[] {"JWKS", junk.toString(), "auth.jwks"})) {
            Throwable cause = assertThrows(
                            CompletionException.class, () -> verifier(AuthSettings.auth(pair[0], pair[1])))
                    .getCause();
            assertTrue(cause.getMessage().startsWith("config " + pair[2] + ": "), cause.getMessage());
        }
    }

    @Test
    void whatTheMintMakesIsAccepted() {
        AuthConfig config = AuthSettings.auth("ISSUER", "me", "AUDIENCE", "[\"us\"]");
        String token = new TokenMint(config, CLOCK).mint("bob", "Bob", "admin", List.of("x"), Duration.ofHours(1));
        assertEquals(
                new Identity("bob", "Bob", null, Role.ADMIN, List.of("x"), (CLOCK.seconds() + 3600) * 1000, null),
                await(check(config, token)));
        assertFalse(token.contains("="));
    }

    private AuthConfig withPem() throws Exception {
        Path pem = Files.writeString(
                folder.resolve("keys.pem"), SignedToken.pem(rsa.getPublic()) + SignedToken.pem(ec.getPublic()));
        return AuthSettings.auth("KEYS", new JsonArray().add(pem.toString()).encode());
    }
}
