package dev.parley.room.rules;

import static dev.parley.room.Rooms.here;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.model.Member;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final Presence presence = new Presence();

    private void assertNews(List<String> joined, List<String> gone) {
        Presence.Changes news = presence.takeNews();
        assertEquals(joined, news.joined().stream().map(Member::id).toList());
        assertEquals(gone, news.gone());
        assertFalse(presence.hasNews());
    }

    @Test
    void aUserWithSeveralSocketsIsThereOnce() {
        presence.enter(here("c1", "ann"), "n1.0");
        presence.enter(here("c2", "ann"), "n2.0");
        assertEquals(1, presence.count());
        assertEquals(Map.of("n1", List.of("n1.0"), "n2", List.of("n2.0")), presence.gatewaysByNode());
        assertNews(List.of("ann"), List.of());
        presence.leave(here("c1", "ann"), "n1.0");
        assertEquals(Map.of("n2", List.of("n2.0")), presence.gatewaysByNode());
        assertNews(List.of(), List.of());
        presence.leave(here("c2", "ann"), "n2.0");
        assertEquals(0, presence.count());
        assertEquals(Map.of(), presence.gatewaysByNode());
        assertNews(List.of(), List.of("ann"));
    }

    @Test
    void whoWasOnANodeThatDiedIsGoneUnlessElsewhereToo() {
        presence.enter(here("c1", "ann"), "n1.0");
        presence.enter(here("c2", "ann"), "n2.0");
        presence.enter(here("c3", "bob"), "n1.1");
        presence.enter(here("c4", "cid"), "n10.0");
        assertNews(List.of("ann", "bob", "cid"), List.of());
        presence.forget("n1.0");
        presence.forget("n1.1");
        presence.forget("n3.0");
        assertEquals(Map.of("n2", List.of("n2.0"), "n10", List.of("n10.0")), presence.gatewaysByNode());
        assertNews(List.of(), List.of("bob"));
        assertEquals(2, presence.count());
    }

    @Test
    void theSameSocketAgainIsNoNews() {
        presence.enter(here("c1", "ann"), "n1.0");
        assertNews(List.of("ann"), List.of());
        presence.enter(here("c1", "ann"), "n1.0");
        assertNews(List.of(), List.of());
        presence.leave(here("c1", "ann"), "n1.0");
        assertEquals(0, presence.count());
    }

    @Test
    void backBetweenTwoBatchesIsSilent() {
        presence.enter(here("c1", "ann"), "n1.0");
        assertNews(List.of("ann"), List.of());
        presence.leave(here("c1", "ann"), "n1.0");
        presence.enter(here("c2", "ann"), "n1.0");
        assertNews(List.of(), List.of());
        assertEquals(1, presence.count());
    }

    @Test
    void inAndOutBetweenTwoBatchesIsSilent() {
        presence.enter(here("c1", "ann"), "n1.0");
        presence.leave(here("c1", "ann"), "n1.0");
        assertNews(List.of(), List.of());
    }

    @Test
    void whoLeavesWithoutHavingBeenSeenIsGone() {
        presence.leave(here("c1", "ann"), "n1.0");
        assertNews(List.of(), List.of("ann"));
    }

    @Test
    void whoIsRecalledIsNoNews() {
        presence.recall("n1.0", List.of(here("c1", "ann"), here("c2", "bob")));
        assertEquals(2, presence.count());
        assertEquals(Map.of("n1", List.of("n1.0")), presence.gatewaysByNode());
        assertNews(List.of(), List.of());
    }

    @Test
    void whoIsNotAmongAllOfAGatewayIsGone() {
        presence.enter(here("c1", "ann"), "n1.0");
        presence.enter(here("c2", "bob"), "n1.0");
        presence.enter(here("c3", "cid"), "n1.1");
        assertNews(List.of("ann", "bob", "cid"), List.of());
        presence.retain("n1.0", List.of(here("c2", "bob")));
        assertNews(List.of(), List.of("ann"));
        presence.retain("n1.0", List.of());
        assertNews(List.of(), List.of("bob"));
        assertEquals(1, presence.count());
    }

    @Test
    void oneSocketOfManyThatLeftWhileAsleepIsNoNewsOnceTheOthersAreRecalled() {
        presence.leave(here("c1", "ann"), "n1.0");
        presence.recall("n2.0", List.of(here("c2", "ann")));
        assertNews(List.of(), List.of());
    }

    @Test
    void aSecondSocketIsNoNewsOnceTheFirstIsRecalled() {
        presence.enter(here("c2", "ann"), "n2.0");
        presence.recall("n1.0", List.of(here("c1", "ann")));
        assertNews(List.of(), List.of());
        assertEquals(1, presence.count());
    }

    @Test
    void aListHoldsTheFirst() {
        for (int i = 0; i < 5; i++) {
            presence.enter(here("c" + i, "u" + i), "n1.0");
        }
        assertEquals(
                List.of("u0", "u1"), presence.first(2).stream().map(Member::id).toList());
        assertEquals(5, presence.count());
    }
}
