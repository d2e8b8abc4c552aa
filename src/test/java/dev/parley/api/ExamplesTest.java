package dev.parley.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.Frames;
import dev.parley.testing.Program;
import dev.parley.testing.TestHttp;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples start from their sources as their headers say, do what they are for, and stop. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("src/examples/java/dev/parley/examples");
    private static final Pattern READY =
            Pattern.compile("The shop is on (http://localhost:\\d+), its chat on (http://localhost:\\d+)");

    @TempDir
    Path folder;

    /** What {@code mvn -Pexample compile exec:exec} runs. */
    private static Program start(String source, String... arguments) {
        // Java refuses to run a source whose class it finds compiled.
        String path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*test-classes/?"))
                .collect(Collectors.joining(File.pathSeparator));
        Stream<String> java = Stream.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                path,
                EXAMPLES.resolve(source).toString());
        return Program.start(
                Path.of("."), Stream.concat(java, Stream.of(arguments)).toList());
    }

    @Test
    void anOrderIsSaidInTheChatOfTheShop() {
        Program shop =
                start("OrderDesk.java", "0", "0", folder.resolve("orders.db").toString());
        try {
            Frames.until("the shop is open", () -> READY.matcher(shop.output()).find() || shop.hasEnded());
            Matcher ready = READY.matcher(shop.output());
            assertTrue(ready.find(), shop::said);
            assertEquals(
                    "Order 1\n",
                    new TestHttp(ready.group(1), null)
                            .send("POST", "/orders", "two cups")
                            .body());
            TestHttp guests = new TestHttp(ready.group(2), null);
            String token = new JsonObject(guests.post("/api/sessions", null).body()).getString("token");
            JsonObject said = new TestHttp(ready.group(2), token)
                    .getJson("/api/rooms/orders/messages")
                    .getJsonArray("messages")
                    .getJsonObject(0);
            assertEquals("Ordered: two cups", said.getString("text"));
            assertEquals("Order desk", said.getJsonObject("from").getString("name"));
        } finally {
            shop.terminate();
        }
        assertEquals(128 + 15, shop.end(), shop::said);
        assertTrue(shop.output().endsWith("The shop is closed.\n"), shop::said);
    }

    @Test
    void readersAreToldTheCommandThatIsRun() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String command = "mvn -q -Pexample compile exec:exec";
        assertTrue(pom.contains("-cp %classpath ${example}"));
        assertTrue(pom.contains("<example>" + EXAMPLES.resolve("OrderDesk.java") + "</example>"));
        for (String text :
                List.of("README.md", EXAMPLES.resolve("OrderDesk.java").toString())) {
            assertTrue(Files.readString(Path.of(text)).contains(command), text);
        }
    }
}
