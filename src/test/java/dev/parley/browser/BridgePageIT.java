package dev.parley.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** The smallest page on the SockJS bridge, with the stock event-bus client, in a real browser. */
class BridgePageIT {
    @Test
    void theStockClientTalksAndListens() {
        try (TestNode node = TestNode.start();
                TestSocket ann = node.connect("ann");
                Browser browser = Browser.open(node.baseUrl() + "/bridge.html")) {
            ann.enter("main");
            browser.until(
                    "in the room", () -> browser.awaitLast("#state").getText().contains("in the room as Bridge guest"));
            browser.awaitLast("#text").sendKeys("hello from a browser");
            browser.awaitLast("#send").click();
            assertEquals(
                    "hello from a browser",
                    ann.await("message").getJsonObject("message").getString("text"));
            WebElement ack = browser.awaitLast("li[data-type=ack]");
            assertEquals("reply", ack.getText().split(" ", 2)[0]);
            ann.say("main", "a1", "@assistant help");
            browser.awaitLast("li[data-type=complete]");
            assertEquals(2, browser.all("li[data-type=message]").size());
            assertEquals(0, browser.all("li[data-type=error]").size());
            browser.screenshot("bridge.png");
            assertEquals(List.of(), browser.console(), "no error, and nothing refused by the Content-Security-Policy");
        }
    }
}
