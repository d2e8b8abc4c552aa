package dev.parley.browser;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestNode;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** What readers do with an answer while it is being written, and who may do something about it. */
@ExtendWith(VertxExtension.class)
class ReadingIT {
    private static final String CODE = "Look:\n\n```\n" + "a long line of code, ".repeat(20) + "\n";
    private static final String ANSWER = "return document.querySelector('[data-author-kind=assistant]')";

    private FakeOpenAi fake;
    private TestNode node;
    private Browser ada;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        fake = await(FakeOpenAi.start(vertx));
        node = TestNode.start(Map.of("PARLEY_ASSISTANTS", Frames.assistantWithTools(fake)));
        ada = Browser.join(node.baseUrl(), "Ada Lovelace");
    }

    @AfterEach
    void close() {
        ada.close();
        node.close();
        fake.stop();
    }

    @Test
    void aSelectionAndAScrolledBlockOutlastTheAnswer() {
        FakeTurn turn = asked();
        turn.say(CODE);
        ada.awaitLast(".body pre");
        ada.run("const pre = document.querySelector('.body pre'); pre.scrollLeft = 120; pre.mark = 'the same';"
                + "getSelection().setBaseAndExtent(document.querySelector('.body p').firstChild, 0,"
                + " pre.firstChild.firstChild, 6)");
        assertStays("at first");
        for (String piece : List.of("b\n", "c", "\n```\n", "\n1. one", "\n2. **two**", "\n\nand `more`.")) {
            int before = length();
            turn.say(piece);
            ada.until("the answer goes on", () -> length() > before);
            assertStays(piece);
        }
        turn.finish();
        ada.awaitLast("[data-author-kind='assistant'][data-seq]");
        assertStays("at the end");
        assertEquals(List.of(), ada.console());
    }

    @Test
    void onlyWhoAskedIsShownStopAndAllow() {
        try (Browser grace = Browser.join(node.baseUrl(), "Grace Hopper")) {
            FakeTurn turn = asked();
            turn.say("Let me look.").asks("room_members", "{}");
            ada.awaitLast(".tool.waiting [data-testid='allow-button']");
            ada.awaitLast("[data-testid='stop-button']");
            grace.until(
                    "Grace sees that it waits, and for whom",
                    () -> grace.awaitLast(".tool.waiting").getText().contains("waits for Ada Lovelace’s permission"));
            assertNothingToDecide(grace);
            grace.reload();
            grace.awaitLast(".tool.waiting");
            assertNothingToDecide(grace);
            ada.reload();
            ada.awaitLast("[data-testid='stop-button']");
            ada.awaitLast("[data-testid='allow-button']").click();
            ada.awaitLast(".tool.done");
            fake.nextCall().say(" Two.").finish();
            ada.awaitLast("[data-author-kind='assistant'][data-seq]");
        }
    }

    private FakeTurn asked() {
        ada.await("composer").sendKeys("@assistant hello", Keys.ENTER);
        return fake.nextCall();
    }

    private int length() {
        return ((Long) ada.run(ANSWER + ".messageText.length")).intValue();
    }

    private void assertStays(String when) {
        assertEquals("the same", ada.run(ANSWER + ".querySelector('pre').mark"), when);
        assertEquals(120L, ada.run(ANSWER + ".querySelector('pre').scrollLeft"), when);
        String selected = (String) ada.run("return getSelection().toString()");
        assertTrue(selected.startsWith("Look:") && selected.endsWith("a long"), when + ": " + selected);
    }

    private static void assertNothingToDecide(Browser browser) {
        assertEquals(
                0,
                browser.all("[data-testid='stop-button'], [data-testid='allow-button'], [data-testid='refuse-button']")
                        .size());
    }
}
