package dev.parley.issues;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.browser.Browser;
import dev.parley.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * The chat page works whatever stands behind the {@code #} of its address.
 *
 * <p>What happened: a broken escape such as {@code #/%} ended the script of the page, and a room with the name of an
 * object's property, such as {@code constructor}, was mistaken for stored state. Who was hit: everybody who followed
 * such a link. What was mended: a hash that names no room is reported and removed, and names from outside are keys of a
 * map.
 */
class ChatPageAddressIT {
    private TestNode node;
    private Browser ada;

    @BeforeEach
    void open() {
        node = TestNode.start();
        ada = Browser.join(node.baseUrl(), "Ada Lovelace");
    }

    @AfterEach
    void close() {
        ada.close();
        node.close();
    }

    @Test
    void roomsNamedLikeAnObjectsPropertiesAreRooms() {
        for (String name : List.of("constructor", "__proto__", "toString", "hasOwnProperty", "length")) {
            ada.goTo("#/" + name);
            ada.until(
                    "the room's title", () -> ada.await("room-title").getText().equals(name));
            says(name);
            ada.reload();
            ada.until("there after a reload", () -> ada.said(ada.awaitLast(".own[data-seq]"))
                    .equals("Hello from " + name));
            ada.until("one is here", () -> ada.await("member-count").getText().equals("1"));
        }
        assertEquals(List.of(), ada.console());
    }

    @Test
    void whatIsNoRoomIsToldAndTheRoomStays() {
        ada.goTo("#/lounge");
        for (String bad : List.of("%", "%ff", "a%20b", ".hidden", "x.events", "%00", "x".repeat(10_000))) {
            ada.goTo("#/" + bad);
            ada.until("a notice", () -> !ada.all(".toast").isEmpty());
            ada.until("the address is put right", () -> ada.address().endsWith("#/lounge"));
            assertEquals("lounge", ada.await("room-title").getText());
            ada.run("document.getElementById('toasts').replaceChildren()");
            says(bad.substring(0, Math.min(bad.length(), 5)));
        }
        assertEquals(0, ada.overflow());
        assertEquals(List.of(), ada.console());
    }

    @Test
    void aBadAddressIsNoObstacleToStarting() {
        for (String bad : List.of("%", "%E0%A4%A", ".x", "y".repeat(10_000))) {
            ada.goTo("#/" + bad);
            ada.reload();
            ada.until("online", () -> ada.await("connection-state").getText().equals("online"));
            says("start");
        }
        assertEquals(List.of(), ada.console());
    }

    /** What others wrote into this browser's storage is passed over. */
    @Test
    void damagedStorageIsNoObstacleToStarting() {
        String user = (String) ada.run("return JSON.parse(localStorage.getItem('parley.session')).userId");
        for (String damage : List.of("{", "5", "{\"main\": {}, \"__proto__\": []}", "[null, {}]")) {
            for (String key : List.of("joined", "read", "unsent")) {
                ada.run(
                        "(arguments[0] === 'unsent' ? sessionStorage : localStorage).setItem(`parley.${arguments[0]}.${arguments[1]}`, arguments[2])",
                        key,
                        user,
                        damage);
            }
            ada.reload();
            ada.until("online", () -> ada.await("connection-state").getText().equals("online"));
            says("start");
        }
        ada.run("localStorage.setItem('parley.session', '{\"token\": 5}')");
        ada.reload();
        ada.await("name-input");
        assertEquals(List.of(), ada.console());
    }

    private void says(String text) {
        String hello = "Hello from " + text;
        ada.await("composer").sendKeys(hello, Keys.ENTER);
        ada.until("said in the room", () -> ada.said(ada.awaitLast(".own[data-seq]"))
                .equals(hello));
    }
}
