package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.testing.TestNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Writing: whom one may mention, and what becomes of a text that cannot be sent. */
class ComposerIT {
    private static final String ASSISTANTS = "[{\"name\": \"assistant\", \"provider\": \"builtin\"},"
            + " {\"name\": \"scribe\", \"provider\": \"builtin\"},"
            + " {\"name\": \"silent\", \"provider\": \"builtin\", \"answers\": \"never\"}]";
    private static final int TEXT_BYTES = 16 << 10;

    private TestNode node;
    private Browser ada;

    @BeforeEach
    void open() {
        node = TestNode.start(Map.of("PARLEY_ASSISTANTS", ASSISTANTS));
        ada = Browser.join(node.baseUrl(), "Ada Lovelace");
    }

    @AfterEach
    void close() {
        try {
            assertEquals(List.of(), ada.console());
        } finally {
            ada.close();
            node.close();
        }
    }

    @Test
    void everyAssistantThatAnswersIsOffered() {
        try (Browser grace = Browser.join(node.baseUrl(), "Grace Hopper")) {
            assertEquals(List.of(), grace.console());
            ada.until("Ada sees Grace", () -> ada.await("member-list").getText().contains("Grace Hopper"));
            ada.await("composer").sendKeys("Hello @");
            assertEquals(List.of("@assistant", "@scribe", "@Grace Hopper"), offered());
            ada.await("composer").sendKeys("scr", Keys.ENTER);
            assertEquals("Hello @scribe ", ada.await("composer").getDomProperty("value"));
            ada.await("composer").sendKeys("help", Keys.ENTER);
            ada.until("scribe answers", () -> ada.awaitLast("[data-author-kind='assistant'][data-seq]")
                    .getText()
                    .contains("scribe"));
            ada.await("composer").sendKeys("@hop");
            assertEquals(List.of("@Grace Hopper"), offered());
        }
    }

    @Test
    void whatIsTooLongIsToldBeforeItIsSentAndStays() {
        String fits = "é".repeat(TEXT_BYTES / 2);
        write(fits + "x");
        ada.until("told", () -> ada.await("composer-problem").getText().contains("16,385 of at most 16,384 bytes"));
        assertFalse(ada.await("send-button").isEnabled());
        ada.await("composer").sendKeys(Keys.ENTER);
        assertEquals(fits + "x", ada.await("composer").getDomProperty("value"));
        ada.await("composer").sendKeys(Keys.BACK_SPACE);
        ada.until("it fits", () -> ada.await("send-button").isEnabled());
        ada.await("composer").sendKeys(Keys.ENTER);
        ada.until("sent", () -> ada.said(ada.awaitLast(".own[data-seq]")).equals(fits));
        assertEquals(1, ada.all(".own").size());
    }

    /** Kept from a time when the limit was not known, as a browser keeps it over a reload. */
    @Test
    void whatCouldNotBeSentComesBackIntoTheComposer() {
        ada.run(
                "sessionStorage.setItem('parley.unsent.' + JSON.parse(localStorage.getItem('parley.session')).userId,"
                        + " JSON.stringify({main: [{id: 'long', text: arguments[0], replyTo: null, ts: Date.now(), state: 'pending'}]}))",
                "y".repeat(TEXT_BYTES + 1));
        ada.reload();
        WebElement edit = ada.awaitLast(".own.failed [data-testid='edit-button']");
        ada.await("composer").sendKeys("begun");
        edit.click();
        assertEquals(
                "y".repeat(TEXT_BYTES + 1) + "\nbegun", ada.await("composer").getDomProperty("value"));
        assertEquals(0, ada.all(".own").size());
        write("short");
        ada.await("composer").sendKeys(Keys.ENTER);
        ada.until("sent", () -> ada.said(ada.awaitLast(".own[data-seq]")).equals("short"));
    }

    private List<String> offered() {
        ada.until(
                "the menu is open", () -> !ada.all("#mentions [role='option']").isEmpty());
        return ada.all("#mentions .name").stream().map(WebElement::getText).toList();
    }

    private void write(String text) {
        ada.run(
                "const field = document.getElementById('composer'); field.value = arguments[0];"
                        + "field.dispatchEvent(new Event('input', {bubbles: true}))",
                text);
    }
}
