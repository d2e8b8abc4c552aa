package dev.parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.InvalidConfig;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private final Map<String, String> environment =
            new HashMap<>(Map.of("PARLEY_AUTH_SECRET", "0123456789abcdef0123456789abcdef"));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<String> started = new AtomicReference<>();
    private NodeStarter starter = loadedConfig -> {
        started.set(loadedConfig.source());
        return 0;
    };

    private int run(String... arguments) {
        return CommandTree.run(
                new ProcessIo(environment, new PrintWriter(out), new PrintWriter(err), () -> NOW, starter), arguments);
    }

    @Test
    void withoutACommandANodeStarts() {
        environment.put("PARLEY_NOPE", "1");
        assertEquals(0, run());
        assertEquals("conf/local.json", started.get());
        assertEquals("environment PARLEY_NOPE: unknown variable, ignored\n", err.toString());
    }

    @Test
    void bothSpellingsNameAFile() {
        assertEquals(0, run("-conf", "conf/test.json"));
        assertEquals("conf/test.json", started.get());
        assertEquals(0, run("--conf=conf/production.json"));
        assertEquals("conf/production.json", started.get());
    }

    @Test
    void aBadConfigurationIsOneLineAFaultAndStatusTwo() throws Exception {
        Path file =
                Files.writeString(folder.resolve("bad.json"), "{\"http\": {\"port\": \"x\"}, \"log\": {\"level\": 1}}");
        assertEquals(2, run("-conf", file.toString()));
        assertEquals(
                """
                config http.port: must be a whole number, was "x"
                config log.level: must be error or warn or info or debug, was 1
                """,
                err.toString());
        assertEquals("", out.toString());
        assertEquals(null, started.get());
    }

    @Test
    void aNodeMayFindTheConfigurationBadAsWell() {
        starter = loadedConfig -> {
            throw new InvalidConfig("http.tls.certificate", "must be a PEM file");
        };
        assertEquals(2, run());
        assertEquals("config http.tls.certificate: must be a PEM file\n", err.toString());
    }

    @Test
    void badUsageIsOneLineAndStatusTwo() {
        assertEquals(2, run("--nope"));
        assertEquals("Unknown option: '--nope' (see parley --help)\n", err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, run("token"));
        assertEquals("Missing required option: '--user=<id>' (see parley token --help)\n", err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, run("token", "--user", "a", "--ttl", "soon"));
        assertTrue(err.toString().startsWith("--ttl must be a duration"), err.toString());
        assertEquals(2, run("token", "--user", "a", "--role", "root"));
        assertEquals("", out.toString());
    }

    @Test
    void tokenPrintsTheTokenAlone() {
        assertEquals(
                0,
                run(
                        "token", "--user", "alice", "--name", "Alice", "--role", "admin", "--rooms", "a,b-*", "--rooms",
                        "!c", "--ttl", "2h"));
        assertEquals("", err.toString());
        String[] parts = out.toString().strip().split("\\.", -1);
        assertEquals(3, parts.length);
        JsonObject claims = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        assertEquals(
                new JsonObject(
                                """
                        {"sub": "alice", "name": "Alice", "role": "admin", "rooms": ["a", "b-*", "!c"]}""")
                        .put("iat", (int) NOW.getEpochSecond())
                        .put("exp", (int) NOW.getEpochSecond() + 7200),
                claims);
    }

    @Test
    void tokenNeedsASecret() throws Exception {
        environment.clear();
        Path file =
                Files.writeString(folder.resolve("jwks.json"), "{\"auth\": {\"jwks\": \"https://id.example/jwks\"}}");
        assertEquals(2, run("token", "--user", "a", "-conf", file.toString()));
        assertTrue(err.toString().startsWith("config auth.secret: "), err.toString());
    }

    /** Nothing uses it without a configuration that names it. */
    @Test
    void tokenDoesNotGuessWhoseSecretIsMeant() {
        environment.clear();
        environment.put("PARLEY_SECRET", "0123456789abcdef0123456789abcdef");
        assertEquals(2, run("token", "--user", "a"));
        assertTrue(err.toString().startsWith("config -conf: is missing; PARLEY_SECRET is set"), err.toString());
        assertEquals("", out.toString());
        assertEquals(0, run("token", "--user", "a", "-conf", "conf/production.json"));
    }

    @Test
    void tokenSaysThatItMadeTheSecretAndANodeUsesIt() throws Exception {
        environment.clear();
        Path secret = folder.resolve("data").resolve("secret");
        environment.put("PARLEY_STORE_URL", "sqlite:" + folder.resolve("data").resolve("parley.db"));
        assertEquals(0, run("token", "--user", "a"));
        assertTrue(err.toString().startsWith("A new secret was made"), err.toString());
        String made = Files.readString(secret);
        err.getBuffer().setLength(0);
        assertEquals(0, run("token", "--user", "a"));
        assertEquals(0, run());
        assertEquals("", err.toString());
        assertEquals(made, Files.readString(secret));
    }

    @Test
    void versionNamesItsParts() {
        assertEquals(0, run("version"));
        assertTrue(
                out.toString().matches("Parley \\S+ \\(Vert\\.x 5\\.\\d+\\.\\d+, Java \\d\\S*\\)\\R"), out.toString());
    }

    @Test
    void theVersionIsAnOptionToo() {
        assertEquals(0, run("version"));
        String version = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(0, run("--version"));
        assertEquals(version, out.toString());
    }

    @Test
    void helpExplainsACommand() {
        assertEquals(0, run("help"));
        assertTrue(out.toString().startsWith("Usage: parley [-h]"), out.toString());
        assertTrue(out.toString().contains("config "), out.toString());
        out.getBuffer().setLength(0);
        assertEquals(0, run("help", "token"));
        assertTrue(out.toString().startsWith("Usage: parley token"), out.toString());
        out.getBuffer().setLength(0);
        assertEquals(0, run("help", "--help"));
        assertTrue(out.toString().contains("Usage: parley help"), out.toString());
        assertEquals(2, run("help", "nonsense"));
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void aValidConfigurationIsCheckedAndNothingIsMade() {
        environment.remove("PARLEY_AUTH_SECRET");
        environment.put("PARLEY_STORE_URL", "sqlite:" + folder.resolve("data").resolve("parley.db"));
        environment.put("PARLEY_NOPE", "1");
        assertEquals(0, run("config", "check"));
        assertEquals(
                """
                The configuration is valid.
                Files: conf/default.json, conf/local.json
                Variables: PARLEY_STORE_URL
                """,
                out.toString());
        assertEquals("environment PARLEY_NOPE: unknown variable, ignored\n", err.toString());
        assertEquals(null, started.get());
        assertFalse(Files.exists(folder.resolve("data")));
    }

    @Test
    void everyFaultOfACheckedConfigurationIsALine() throws Exception {
        Path file =
                Files.writeString(folder.resolve("bad.json"), "{\"http\": {\"port\": \"x\"}, \"log\": {\"level\": 1}}");
        assertEquals(2, run("config", "check", "-conf", file.toString()));
        assertEquals(2, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("config http.port: must be a whole number"), err.toString());
        assertEquals("", out.toString());
        assertEquals(2, run("config"));
    }

    @Test
    void whereTheLogIsJsonWarningsAndFaultsAreToo() {
        environment.put("PARLEY_LOG_FORMAT", "json");
        environment.put("PARLEY_NOPE", "1");
        assertEquals(0, run());
        assertEquals(
                "environment PARLEY_NOPE: unknown variable, ignored",
                new JsonObject(err.toString()).getString("formattedMessage"));
        err.getBuffer().setLength(0);
        environment.put("PARLEY_HTTP_PORT", "x");
        assertEquals(2, run());
        JsonObject fault = new JsonObject(err.toString());
        assertEquals("ERROR", fault.getString("level"));
        assertEquals("config http.port: must be a whole number, was \"x\"", fault.getString("formattedMessage"));
    }

    @Test
    void everyCommandExplainsItself() {
        for (String[] command : new String[][] {
            {"--help"},
            {"token", "--help"},
            {"bench", "--help"},
            {"bench", "fanout", "--help"},
            {"config", "--help"},
            {"config", "check", "--help"},
            {"version", "--help"},
            {"cds-training", "--help"}
        }) {
            out.getBuffer().setLength(0);
            assertEquals(0, run(command));
            assertTrue(out.toString().startsWith("Usage: parley"), out.toString());
        }
    }
}
