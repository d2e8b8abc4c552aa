package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestCluster;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import dev.parley.upgrade.FutureEvent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The pages in a room into which a newer node wrote events of a type that they do not know. */
class PassedOnPageIT {
    private TestCluster cluster;
    private TestNode node;
    private TestSocket ann;

    @BeforeEach
    void open() {
        cluster = TestCluster.of(1);
        node = cluster.node(0);
        ann = node.connect("ann");
        ann.enter("main");
    }

    @AfterEach
    void close() {
        ann.close();
        cluster.close();
    }

    private void written() {
        FutureEvent.behindTheOwner(cluster.url(), "main");
    }

    private static void untilShown(Browser browser, List<String> texts) {
        browser.until("shown are " + texts, () -> texts.equals(shown(browser)));
    }

    private static List<String> shown(Browser browser) {
        return browser.all("#messages [data-seq]").stream().map(browser::said).toList();
    }

    @Test
    void theChatPageShowsTheMessagesAroundThemAndStaysLive() {
        ann.say("main", "m1", "one");
        written();
        assertEquals(3, ann.say("main", "m3", "three").getInteger("seq"));
        try (Browser ada = Browser.join(node.baseUrl(), "Ada Lovelace")) {
            untilShown(ada, List.of("one", "three"));
            written(); // while the page is open
            written();
            assertEquals(6, ann.say("main", "m6", "six").getInteger("seq"));
            untilShown(ada, List.of("one", "three", "six"));
            ada.await("composer").sendKeys("seven", Keys.ENTER);
            untilShown(ada, List.of("one", "three", "six", "seven"));
            ann.say("main", "m8", "@assistant help");
            ada.awaitLast("[data-author-kind='assistant'][data-seq='9']");
            ada.reload();
            ada.await("composer");
            ada.awaitLast("[data-author-kind='assistant'][data-seq='9']");
            assertEquals(List.of("one", "three", "six", "seven"), shown(ada).subList(0, 4));
            ann.say("main", "m10", "ten");
            ada.until("the page is live", () -> shown(ada).contains("ten"));
            assertEquals("online", ada.await("connection-state").getText());
            assertEquals(List.of(), ada.console());
        }
        assertEquals(7, Probe.texts(node, "main").size());
    }

    @Test
    void thePageOnTheBridgeListsThemAsTheyAre() {
        try (Browser browser = Browser.open(node.baseUrl() + "/bridge.html")) {
            browser.until(
                    "in the room", () -> browser.awaitLast("#state").getText().contains("in the room as Bridge guest"));
            ann.say("main", "m1", "one");
            written();
            assertEquals(3, ann.say("main", "m3", "three").getInteger("seq"));
            browser.until(
                    "both messages came",
                    () -> browser.all("li[data-type=message]").size() == 2);
            assertEquals(
                    1, browser.all("li[data-type='" + FutureEvent.TYPE + "']").size());
            browser.awaitLast("#text").sendKeys("four");
            browser.awaitLast("#send").click();
            ann.await(frame -> Frames.is(frame, "message") && frame.encode().contains("\"four\""));
            assertEquals(0, browser.all("li[data-type=error]").size());
            assertEquals(List.of(), browser.console());
        }
    }
}
