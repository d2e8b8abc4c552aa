package dev.parley.room;

import static dev.parley.room.Rooms.here;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.protocol.Member;
import java.util.List;
import java.util.Set;
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
        presence.enter(here("c1", "ann"), "g1");
        presence.enter(here("c2", "ann"), "g2");
        assertEquals(1, presence.count());
        assertEquals(Set.of("g1", "g2"), presence.gateways());
        assertNews(List.of("ann"), List.of());
        presence.leave(here("c1", "ann"), "g1");
        assertEquals(Set.of("g2"), presence.gateways());
        assertNews(List.of(), List.of());
        presence.leave(here("c2", "ann"), "g2");
        assertEquals(0, presence.count());
        assertEquals(Set.of(), presence.gateways());
        assertNews(List.of(), List.of("ann"));
    }

    @Test
    void theSameSocketAgainIsNoNews() {
        presence.enter(here("c1", "ann"), "g1");
        assertNews(List.of("ann"), List.of());
        presence.enter(here("c1", "ann"), "g1");
        assertNews(List.of(), List.of());
        presence.leave(here("c1", "ann"), "g1");
        assertEquals(0, presence.count());
    }

    @Test
    void backBetweenTwoBatchesIsSilent() {
        presence.enter(here("c1", "ann"), "g1");
        assertNews(List.of("ann"), List.of());
        presence.leave(here("c1", "ann"), "g1");
        presence.enter(here("c2", "ann"), "g1");
        assertNews(List.of(), List.of());
        assertEquals(1, presence.count());
    }

    @Test
    void inAndOutBetweenTwoBatchesIsSilent() {
        presence.enter(here("c1", "ann"), "g1");
        presence.leave(here("c1", "ann"), "g1");
        assertNews(List.of(), List.of());
    }

    @Test
    void whoLeavesWithoutHavingBeenSeenIsGone() {
        presence.leave(here("c1", "ann"), "g1");
        assertNews(List.of(), List.of("ann"));
    }

    @Test
    void whoIsRecalledIsNoNews() {
        presence.recall("g1", List.of(here("c1", "ann"), here("c2", "bob")));
        assertEquals(2, presence.count());
        assertEquals(Set.of("g1"), presence.gateways());
        assertNews(List.of(), List.of());
    }

    @Test
    void oneSocketOfManyThatLeftWhileAsleepIsNoNewsOnceTheOthersAreRecalled() {
        presence.leave(here("c1", "ann"), "g1");
        presence.recall("g2", List.of(here("c2", "ann")));
        assertNews(List.of(), List.of());
    }

    @Test
    void aSecondSocketIsNoNewsOnceTheFirstIsRecalled() {
        presence.enter(here("c2", "ann"), "g2");
        presence.recall("g1", List.of(here("c1", "ann")));
        assertNews(List.of(), List.of());
        assertEquals(1, presence.count());
    }

    @Test
    void aListHoldsTheFirst() {
        for (int i = 0; i < 5; i++) {
            presence.enter(here("c" + i, "u" + i), "g1");
        }
        assertEquals(
                List.of("u0", "u1"), presence.first(2).stream().map(Member::id).toList());
        assertEquals(5, presence.count());
    }
}
