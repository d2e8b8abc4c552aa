package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The chat page in a private room: invited, told of changes, taken out, let in again, and there when the room is deleted. */
class PrivateRoomPageIT {
    private TestNode node;
    private TestSocket ann;

    @BeforeEach
    void open() {
        node = TestNode.start();
        ann = node.connect("ann");
        done("PUT", "", new JsonObject().put("access", "private").put("title", "The den"));
        ann.enter("den");
        ann.say("den", "a1", "Come in!");
    }

    @AfterEach
    void close() {
        ann.close();
        node.close();
    }

    private JsonObject done(String method, String path, JsonObject body) {
        HttpResponse<String> answer =
                node.http(node.token("ann")).send(method, "/api/rooms/den" + path, body == null ? null : body.encode());
        assertTrue(answer.statusCode() / 100 == 2, () -> method + " " + path + " got " + answer + answer.body());
        return answer.statusCode() == 204 ? new JsonObject() : new JsonObject(answer.body());
    }

    /** A guest who follows the link; returns the browser in the room. */
    private Browser invited() {
        String token = done(
                        "POST",
                        "/invitations",
                        new JsonObject().put("guests", true).put("uses", 1))
                .getString("token");
        Browser ada = Browser.open(node.baseUrl() + "/#invite=" + token);
        assertEquals(
                "You are invited to a room. Sign in to join it.",
                ada.await("invited").getText());
        ada.await("name-input").sendKeys("Ada Lovelace");
        ada.screenshot("invited.png");
        ada.await("join-button").click();
        ada.until("in the room", () -> ada.address().endsWith("/#/den") && shows(ada, "Come in!"));
        return ada;
    }

    private static boolean shows(Browser browser, String text) {
        return browser.all("#messages [data-seq]").stream().anyMatch(message -> text.equals(browser.said(message)));
    }

    private static List<String> changes(Browser browser) {
        return browser.all("[data-testid='change']").stream()
                .map(line -> line.getText())
                .toList();
    }

    private static String idOf(Browser browser) {
        return (String) browser.run("return JSON.parse(localStorage.getItem('parley.session')).userId");
    }

    private static void awaitClosed(Browser browser, String text) {
        browser.until(
                "closed", () -> browser.awaitLast("#closed-note").getText().equals(text));
        assertEquals("true", browser.await("composer").getDomProperty("readOnly"));
        assertEquals("true", browser.await("send-button").getDomProperty("disabled"));
    }

    @Test
    void anInvitedGuestIsToldWhatBecomesOfTheRoom() {
        try (Browser ada = invited()) {
            ada.until("the title", () -> ada.await("room-title").getText().equals("The den"));
            assertEquals(1, ada.all("#room-list a[data-room='den'] .mark svg").size(), "a lock");
            ada.await("composer").sendKeys("Thank you", Keys.ENTER);
            ada.until("said", () -> shows(ada, "Thank you"));

            done("PUT", "", new JsonObject().put("title", "The lair").put("slowMode", "5s"));
            ada.until("the new title", () -> ada.await("room-title").getText().equals("The lair"));
            assertEquals(
                    "The title is now “The lair” · Slow mode: one message every 5 seconds",
                    changes(ada).get(changes(ada).size() - 1));
            done("PUT", "/members/bob", new JsonObject().put("role", "member"));
            done("DELETE", "/members/bob", null);
            ada.until("told", () -> changes(ada).contains("bob was removed"));
            ann.say("den", "a2", "That was that.");
            ada.until("goes on", () -> shows(ada, "That was that."));
            ada.screenshot("private-room.png");
            ada.emulate(390, 844, true);
            ada.screenshot("private-room-390.png");
            assertEquals(0, ada.overflow());

            done("DELETE", "/members/" + idOf(ada), null);
            awaitClosed(ada, "You were taken out of this room");
            ada.screenshot("taken-out-390.png");
            assertEquals(0, ada.overflow());
            ada.emulate(1280, 800, false);
            ada.screenshot("taken-out.png");
            ann.say("den", "a3", "She is gone.");
            ada.reload();
            ada.until(
                    "still closed",
                    () -> !ada.awaitLast("#closed-note").getText().isEmpty());
            assertTrue(!shows(ada, "She is gone."));
            assertEquals(List.of(), ada.console());
        }
    }

    @Test
    void aDeletedRoomIsToldAndCanBeMadeAnew() {
        try (Browser ada = invited()) {
            done("DELETE", "", null);
            awaitClosed(ada, "This room was deleted");
            assertTrue(!shows(ada, "Come in!"));
            ada.screenshot("deleted-room.png");
            ada.goTo("#/main");
            ada.goTo("#/den");
            ada.until(
                    "open again", () -> ada.awaitLast("#closed-note").getText().isEmpty());
            ada.await("composer").sendKeys("Anybody?", Keys.ENTER);
            ada.until("said", () -> shows(ada, "Anybody?"));
            assertEquals(List.of(), ada.console());
        }
    }

    @Test
    void aWrongInvitationIsToldAndLeavesTheAddress() {
        try (Browser ada = Browser.join(node.baseUrl(), "Ada Lovelace")) {
            ada.goTo("#invite=AAAAAAAAAAAAAAAAAAAAAA");
            ada.until("told", () -> ada.awaitLast(".toast").getText().contains("invitation is not valid"));
            ada.until("gone", () -> ada.address().endsWith("/#/main"));
        }
    }
}
