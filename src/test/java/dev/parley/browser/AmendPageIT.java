package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The chat page: what one said is edited and deleted, and everybody reacts. */
class AmendPageIT {
    private static final String CHIP = ".chip[data-emoji='🎉']";

    private TestNode node;
    private TestSocket grace;
    private Browser ada;

    @BeforeEach
    void open() {
        node = TestNode.start(Map.of());
        grace = node.connect("grace");
        grace.enter("main");
        ada = Browser.join(node.baseUrl(), "Ada Lovelace");
    }

    @AfterEach
    void close() {
        try {
            assertEquals(List.of(), ada.console(), "no error, and nothing refused by the Content-Security-Policy");
        } finally {
            ada.close();
            grace.close();
            node.close();
        }
    }

    @Test
    void arrowUpEditsWhatOneSaidLast() {
        say("teh first");
        say("the second");
        ada.await("composer").sendKeys(Keys.ARROW_UP);
        WebElement editor = ada.await("editor");
        assertEquals("the second", editor.getDomProperty("value"));
        editor.sendKeys(Keys.ESCAPE);
        ada.until("closed", () -> ada.all(".editor").isEmpty());
        assertEquals("composer", ada.run("return document.activeElement.id"));

        press(1, "open-editor");
        ada.await("editor").sendKeys(Keys.chord(Keys.CONTROL, "a"), "the first, and better", Keys.ENTER);
        ada.until("edited", () -> ada.all("[data-seq='1'] .edited").size() == 1);
        assertEquals("the first, and better", ada.said(message(1)));
        assertEquals("the first, and better", grace.await("edited").getString("text"));
        ada.screenshot("edited.png");
        ada.reload();
        ada.awaitLast("[data-seq='1'] .edited");
        assertEquals("the first, and better", ada.said(message(1)));
        assertEquals(2, ada.all("#timeline .message").size(), "an edit is no line of its own");
    }

    @Test
    void whatIsDeletedIsGoneForAllWhoSeeIt() {
        say("something that I should not have said");
        grace.say("main", "g1", "what?");
        ada.awaitLast("[data-seq='2']");
        try (Browser bob = Browser.join(node.baseUrl(), "Bob")) {
            bob.awaitLast("[data-seq='1']");
            press(1, "delete-button");
            ada.until("asked", () -> ada.awaitLast("#delete-dialog").isDisplayed());
            ada.awaitLast("#delete-dialog button[autofocus]").sendKeys(Keys.ESCAPE);
            ada.until("not deleted", () -> !ada.awaitLast("#delete-dialog").isDisplayed());
            press(1, "delete-button");
            ada.await("delete-confirm").click();
            for (Browser each : List.of(ada, bob)) {
                WebElement gone = each.awaitLast("[data-seq='1'].deleted");
                assertEquals("", each.said(gone));
                assertEquals("Message deleted", body(gone));
                assertEquals(0, each.all("[data-seq='1'] .bar button").size(), "nothing can be done with it");
                assertFalse(((String) each.run("return document.documentElement.textContent"))
                        .contains("should not have said"));
            }
            assertEquals(List.of(), bob.console());
        }
        assertEquals(1, grace.await("deleted").getInteger("target"));
        say("one goes on talking");
        ada.reload();
        ada.awaitLast("[data-seq='1'].deleted");
    }

    @Test
    void reactionsAreToggledAndCountedOnce() {
        grace.say("main", "g1", "lunch?");
        ada.awaitLast("[data-seq='1']");
        press(1, "react-button");
        ada.await("message-menu")
                .findElement(By.cssSelector("[data-emoji='🎉']"))
                .click();
        ada.until("stored", () -> grace.all().stream().anyMatch(f -> "reaction".equals(f.getString("type"))));
        assertEquals("1", count());
        assertEquals("true", ada.awaitLast(CHIP).getDomAttribute("aria-pressed"));
        grace.send("react", "room", "main", "id", "g2", "target", 1, "emoji", "🎉", "on", true);
        ada.until("both", () -> count().equals("2"));
        assertTrue(ada.awaitLast(CHIP).getDomAttribute("aria-label").contains("You and "));
        ada.screenshot("reactions.png");
        ada.reload();
        ada.until("both, from the history", () -> count().equals("2"));
        ada.awaitLast(CHIP).click();
        ada.until("only hers", () -> count().equals("1"));
        assertEquals("false", ada.awaitLast(CHIP).getDomAttribute("aria-pressed"));
        grace.send("react", "room", "main", "id", "g3", "target", 1, "emoji", "🎉", "on", false);
        ada.until("none", () -> ada.all(CHIP).isEmpty());
    }

    @Test
    void aModeratorDeletesWhatOthersSaidAndNobodyElseCan() {
        grace.say("main", "g1", "spam");
        ada.awaitLast("[data-seq='1']");
        assertEquals(0, ada.all("[data-seq='1'] [data-testid='delete-button']").size());
        assertEquals(0, ada.all("[data-seq='1'] [data-testid='open-editor']").size());
        try (Browser mod = Browser.open(node.baseUrl())) {
            mod.await("name-input").sendKeys("Mod");
            mod.awaitLast("summary").click();
            mod.await("token-input").sendKeys(node.token("mod", "moderator", List.of(), Duration.ofHours(1)));
            mod.await("join-button").click();
            mod.awaitLast("[data-seq='1']");
            mod.run("document.querySelector('[data-seq=\"1\"] .delete-button').click()");
            mod.await("delete-confirm").click();
            mod.awaitLast("[data-seq='1'].deleted");
            assertEquals(List.of(), mod.console());
        }
        ada.awaitLast("[data-seq='1'].deleted");
    }

    /** Ada has two windows; in one she deletes what she edits in the other. */
    @Test
    void anEditOfSomethingThatWasDeletedMeanwhileIsNotLost() {
        say("short-lived");
        press(1, "open-editor");
        ada.await("editor").sendKeys(" but long");
        node.http(ada.token()).send("DELETE", "/api/rooms/main/messages/1", null);
        ada.awaitLast("[data-seq='1'].deleted");
        ada.until("kept", () -> "short-lived but long"
                .equals(ada.await("composer").getDomProperty("value")));
    }

    @Test
    void onAPhoneAllIsInOneMenu() {
        say("small");
        ada.emulate(390, 844, false);
        ada.await("menu-button").click();
        ada.screenshot("menu-390.png");
        assertEquals(0, ada.overflow());
        ada.await("menu-edit").click();
        ada.await("editor").sendKeys("er");
        ada.screenshot("editor-390.png");
        assertEquals(0, ada.overflow());
        ada.await("save-button").click();
        ada.until("edited", () -> ada.all(".edited").size() == 1);
        assertEquals("smaller", ada.said(message(1)));
        ada.await("menu-button").click();
        ada.run("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))");
        ada.until("closed", () -> !ada.awaitLast("#message-menu").isDisplayed());
        assertEquals("menu-button", ada.run("return document.activeElement.dataset.testid"));
    }

    private void say(String text) {
        int before = ada.all(".own[data-seq]").size();
        ada.await("composer").sendKeys(text, Keys.ENTER);
        ada.until("stored", () -> ada.all(".own[data-seq]").size() == before + 1);
    }

    private WebElement message(int seq) {
        return ada.awaitLast("[data-seq='" + seq + "']");
    }

    /** A button of a message's bar, which is shown while the pointer is there. */
    private void press(int seq, String testId) {
        ada.run(
                "document.querySelector(`[data-seq='${arguments[0]}'] [data-testid='${arguments[1]}']`).click()",
                seq,
                testId);
    }

    private String count() {
        return ada.awaitLast(CHIP + " .count").getText();
    }

    private static String body(WebElement message) {
        return message.findElement(By.className("body")).getText();
    }
}
