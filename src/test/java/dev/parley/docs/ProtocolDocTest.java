package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.auth.TokenMint;
import dev.parley.config.Limits;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import dev.parley.model.Code;
import dev.parley.model.EventType;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that {@code src/docs/protocol.md} says is untrue. */
class ProtocolDocTest {
    private static final Set<Class<?>> ANY_TYPE =
            Set.of(ClientFrame.Registered.class, ServerFrame.OfCapability.class, ServerFrame.PassedOn.class);

    /** "protocol.md 3.4", "PROTOCOL 7". */
    private static final Pattern CITATION =
            Pattern.compile("(?:protocol\\.md|PROTOCOL),?\\s+(?:\\*\\s+)?(?:section\\s+)?(\\d+(?:\\.\\d+)?)");

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
        assertEquals(typesOf(ClientFrame.Body.class), shown);
    }

    @Test
    void everyFrameIsInItsTable() {
        assertEquals(typesOf(ClientFrame.Body.class), typesIn("3.1"));
        Set<String> sent = typesOf(ServerFrame.class);
        sent.removeAll(Set.of("done", "failed"));
        sent.add("error"); // Failed; and Done is an ack
        sent.addAll(List.of(
                EventType.EDITED,
                EventType.DELETED,
                EventType.REACTION,
                EventType.EVENT,
                EventType.STATE,
                EventType.ROOM)); // PassedOn
        assertEquals(sent, typesIn("3.2"));
    }

    /** Without those whose types are not fixed: what capabilities add, and events that are passed on. */
    private static Set<String> typesOf(Class<?> family) {
        return Arrays.stream(family.getPermittedSubclasses())
                .filter(type -> !ANY_TYPE.contains(type))
                .map(type -> type.getSimpleName()
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The first table of a section, whose rows begin with a frame's type. */
    private Set<String> typesIn(String section) {
        return page.rows(section, first -> true).stream()
                .skip(2)
                .map(cells -> cells.get(0))
                .takeWhile(first -> first.matches("`[a-z_]+`"))
                .map(first -> first.replace("`", ""))
                .collect(Collectors.toSet());
    }

    /** Javadoc and documents cite this page by its sections' numbers. */
    @Test
    void everySectionThatIsCitedIsThere() throws IOException {
        Set<String> sections = page.sections();
        assertTrue(
                sections.containsAll(Set.of("1", "2", "3", "3.4", "4", "5", "6", "7", "7.9", "8")), sections::toString);
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(java|md)"))
                    .toList()) {
                Matcher citation = CITATION.matcher(Files.readString(file));
                while (citation.find()) {
                    if (!sections.contains(citation.group(1))) {
                        wrong.add(file + ": " + citation.group());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void theTablesAreComplete() {
        List<List<String>> codes = page.rows("6", first -> first.matches("`[a-z_]+`"));
        for (Code code : Code.values()) {
            List<String> row = codes.stream()
                    .filter(cells -> cells.get(0).equals("`" + code.text() + "`"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(code + " is missing"));
            assertEquals(String.valueOf(code.number()), row.get(1));
            assertTrue(row.get(2).startsWith(String.valueOf(code.httpStatus())), row::toString);
        }
        String closes = page.rows("6", first -> first.matches("[0-9, ]+")).toString();
        for (CloseCode code : CloseCode.values()) {
            assertTrue(closes.contains(String.valueOf(code.number())), code + " is missing");
        }
        String limits = page.rows("8", first -> true).toString();
        for (RecordComponent key : Limits.class.getRecordComponents()) {
            assertTrue(limits.contains("`" + key.getName() + "`"), key.getName() + " is missing");
        }
    }
}
