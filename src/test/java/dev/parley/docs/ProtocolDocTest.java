package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.auth.TokenMint;
import dev.parley.config.Limits;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.CloseCode;
import dev.parley.model.Code;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing that {@code src/docs/protocol.md} says is untrue. */
class ProtocolDocTest {
    private final ProtocolPage page = new ProtocolPage();

    @Test
    void everySampleFrameIsAnsweredAsShown() {
        try (TestNode node = TestNode.start()) {
            String token = ada(node);
            try (TestSocket socket = TestSocket.connect(node.port(), "/ws", token)) {
                List<JsonObject> unexplained = new ArrayList<>();
                page.frames(
                        frame -> socket.sendText(frame.encode().replace("$TOKEN", token)),
                        sample -> expect(sample, socket, unexplained));
            }
        }
    }

    /** Frames may overtake one another, but each sample explains one that came. */
    private static void expect(JsonObject sample, TestSocket socket, List<JsonObject> unexplained) {
        for (JsonObject frame : unexplained) {
            if (isMeant(sample, frame)) {
                unexplained.remove(frame);
                return;
            }
        }
        JsonObject frame = socket.await(f -> true);
        while (!isMeant(sample, frame)) {
            unexplained.add(frame);
            frame = socket.await(f -> true);
        }
    }

    private static boolean isMeant(JsonObject sample, JsonObject frame) {
        boolean same = List.of("type", "id", "seq").stream()
                .allMatch(
                        key -> !sample.containsKey(key) || sample.getValue(key).equals(frame.getValue(key)));
        if (same && !ProtocolPage.isLike(sample, frame)) {
            assertEquals(sample.encodePrettily(), frame.encodePrettily(), "the answer is not like its sample");
        }
        return same;
    }

    @Test
    void everyCurlLineWorks() throws Exception {
        try (TestNode node = TestNode.start()) {
            Map<String, String> variables = Map.of(
                    "PARLEY",
                    node.baseUrl(),
                    "TOKEN",
                    ada(node),
                    "SERVICE",
                    node.token("backend", "service", List.of(), Duration.ofHours(1)),
                    "ADMIN",
                    node.token("root", "admin", List.of(), Duration.ofHours(1)),
                    "SESSION",
                    new JsonObject(node.http(null).post("/api/sessions", null).body()).getString("token"));
            List<String> lines = page.block("curl");
            assertTrue(lines.size() > 10);
            for (String line : lines) {
                assertEquals("", failureOf(line, variables), line);
            }
        }
    }

    private static String failureOf(String line, Map<String, String> variables)
            throws IOException, InterruptedException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", line);
        bash.environment().putAll(variables);
        bash.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = bash.start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : "failed: " + said;
    }

    private static String ada(TestNode node) {
        return new TokenMint(node.config().auth(), InstantSource.system())
                .mint("ada", "Ada", null, List.of(), Duration.ofHours(1));
    }

    @Test
    void everyFrameHasASample() {
        Set<String> shown = new HashSet<>();
        page.frames(sent -> shown.add(sent.getString("type")), got -> {});
        Set<String> known = Arrays.stream(ClientFrame.Body.class.getPermittedSubclasses())
                .map(type -> type.getSimpleName()
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertEquals(known, shown);
    }

    @Test
    void theTablesAreComplete() {
        List<List<String>> codes = page.rows(first -> first.matches("`[a-z_]+`"));
        for (Code code : Code.values()) {
            List<String> row = codes.stream()
                    .filter(cells -> cells.get(0).equals("`" + code.text() + "`"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(code + " is missing"));
            assertEquals(String.valueOf(code.number()), row.get(1));
            assertTrue(row.get(2).startsWith(String.valueOf(code.httpStatus())), row::toString);
        }
        String closes = page.rows(first -> first.matches("[0-9, ]+")).toString();
        for (CloseCode code : CloseCode.values()) {
            assertTrue(closes.contains(String.valueOf(code.number())), code + " is missing");
        }
        String limits = page.rows(first -> true).toString();
        for (RecordComponent key : Limits.class.getRecordComponents()) {
            assertTrue(limits.contains("`" + key.getName() + "`"), key.getName() + " is missing");
        }
    }
}
