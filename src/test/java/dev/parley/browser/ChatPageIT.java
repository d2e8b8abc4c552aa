package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The chat page in a real browser against a real node. */
class ChatPageIT {
    /** So slow that a reload falls into the middle of an answer. */
    private static final String SLOW =
            "[{\"name\": \"assistant\", \"provider\": \"builtin\", \"pace\": \"80ms\", \"always\": [\"assistant:*\"]}]";

    private static final String ANSWERING = "[data-state='streaming']";
    private static final String ANSWERED = "[data-author-kind='assistant'][data-seq]";
    private static final String MINE = ".own[data-seq]";

    private TestNode node;
    private Browser ada;

    @BeforeEach
    void open() {
        node = TestNode.start(Map.of("PARLEY_ASSISTANTS", SLOW));
        ada = join("Ada Lovelace");
    }

    @AfterEach
    void close() {
        try {
            if (ada != null) {
                assertEquals(List.of(), ada.console(), "no error, and nothing refused by the Content-Security-Policy");
            }
        } finally {
            if (ada != null) {
                ada.close();
            }
            node.close();
        }
    }

    @Test
    void aMessageIsAcknowledgedAndShownOnce() {
        say(ada, "Hello from a browser, <b>as text</b>");
        WebElement message = ada.awaitLast(MINE);
        assertEquals("stored", message.getDomAttribute("data-state"));
        assertEquals("Hello from a browser, <b>as text</b>", ada.said(message));
        assertTrue(message.getText().contains("<b>as text</b>"), "markup is shown as it was typed");
        assertEquals(1, ada.all(MINE).size());
    }

    @Test
    void aStreamingAnswerSurvivesAReload() throws Exception {
        for (int i = 1; i <= 8; i++) {
            say(ada, "Fact " + i + ": the parliament of owls met on day " + i + " and decided to keep every message.");
        }
        ada.until("8 messages are stored", () -> ada.all(MINE).size() == 8);
        say(ada, "@assistant summary");

        int first = ada.until("the answer begins", () -> lengthOf(ada.all(ANSWERING), 1));
        ada.until("the answer grows", () -> lengthOf(ada.all(ANSWERING), first + 1));
        ada.screenshot("chat.png");
        ada.reload();
        ada.await("composer");
        int resumed = ada.until("the answer is there again", () -> lengthOf(ada.all(ANSWERING), first));
        ada.until("the answer goes on", () -> lengthOf(ada.all(ANSWERING), resumed + 1));

        String shown = ada.said(ada.awaitLast(ANSWERED));
        assertEquals(storedAnswer(), shown);
        assertEquals(0, ada.all(ANSWERING).size());
        assertEquals(1, ada.all(ANSWERED).size());
    }

    @Test
    void membersComeAndGo() {
        try (Browser grace = join("Grace Hopper")) {
            ada.until("Ada sees Grace", () -> names(ada).contains("Grace Hopper"));
            grace.until("Grace sees Ada", () -> names(grace).contains("Ada Lovelace"));
            grace.await("composer").sendKeys("I am typ");
            ada.until(
                    "Ada sees Grace typing", () -> ada.await("typing").getText().contains("Grace Hopper is typing"));
            say(grace, "ing.");
            ada.until("Ada reads Grace", () -> ada.said(ada.awaitLast("[data-seq]"))
                    .equals("I am typing."));
        }
        ada.until("Grace is gone", () -> !names(ada).contains("Grace Hopper"));
    }

    @Test
    void aSmallDarkWindowHoldsEverything() {
        say(
                ada,
                "A word without an end: " + "unbreakable".repeat(12) + " and https://example.org/"
                        + "path/".repeat(20));
        say(ada, "@assistant help");
        ada.emulate(360, 740, true);
        ada.awaitLast(ANSWERED);
        ada.until("the answer is read", () -> ada.all(ANSWERING).isEmpty());
        ada.screenshot("chat-360-dark.png");
        assertEquals(0, ada.overflow(), "pixels over the right edge");
        ada.awaitLast("#rooms-toggle").click();
        ada.until("the rooms are shown", () -> ada.await("room-list").isDisplayed());
        ada.screenshot("rooms-360-dark.png");
        ada.await("room-input").sendKeys("lounge", Keys.ENTER);
        ada.until("the room is entered", () -> ada.await("room-title").getText().contains("lounge"));
        say(ada, "Anybody here?");
        assertEquals("Anybody here?", ada.said(ada.awaitLast(MINE)));
        ada.emulate(360, 740, false);
        ada.screenshot("lounge-360.png");
        assertEquals(0, ada.overflow(), "pixels over the right edge");
    }

    private Browser join(String name) {
        return Browser.join(node.baseUrl(), name);
    }

    private static void say(Browser browser, String text) {
        browser.await("composer").sendKeys(text, Keys.ENTER);
    }

    private static String names(Browser browser) {
        return browser.await("member-list").getText();
    }

    /** The length of the answer being written once it is at least so long, else null. */
    private Integer lengthOf(List<WebElement> answers, int least) {
        int length = answers.isEmpty() ? 0 : ada.said(answers.get(0)).length();
        return length >= least ? length : null;
    }

    private String storedAnswer() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.baseUrl() + "/api/rooms/main/messages"))
                .version(HttpClient.Version.HTTP_1_1) // without an offer to upgrade to h2c
                .header("Authorization", "Bearer " + ada.token())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        return new JsonObject(response.body())
                .getJsonArray("messages").stream()
                        .map(JsonObject.class::cast)
                        .filter(message ->
                                "assistant".equals(message.getJsonObject("from").getString("kind")))
                        .map(message -> message.getString("text"))
                        .reduce((before, last) -> last)
                        .orElseThrow();
    }
}
