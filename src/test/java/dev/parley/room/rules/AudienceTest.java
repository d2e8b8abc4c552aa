package dev.parley.room.rules;

import static dev.parley.room.Rooms.here;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.room.rules.Audience.Change;
import dev.parley.room.rules.Audience.Standing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private final Presence presence = new Presence();
    private final Audience audience = new Audience(presence);

    @Test
    void aGatewayThatHasNotRepliedGetsEverything() {
        audience.see(Set.of("n1.0", "n1.1", "n2.0"));
        presence.recall("n1.0", List.of(here("c1", "ann")));
        audience.onReply("n1.0");
        audience.onReply("n1.1");
        assertTrue(audience.hasUnknown());
        assertEquals(List.of("n2.0"), audience.ask());
        assertEquals(Map.of("n1", List.of("n1.0"), "n2", List.of("n2.0")), audience.gatewaysByNode());
        audience.onReply("n2.0");
        assertFalse(audience.hasUnknown());
        assertEquals(Map.of("n1", List.of("n1.0")), audience.gatewaysByNode());
    }

    @Test
    void whoComesBackIntoViewIsAskedAgain() {
        audience.see(Set.of("n1.0", "n2.0"));
        audience.onReply("n1.0");
        audience.onReply("n2.0");
        presence.recall("n2.0", List.of(here("c1", "bob")));
        audience.see(Set.of("n1.0"));
        assertEquals(Standing.ABSENT, audience.standing("n2.0"));
        assertEquals(List.of("bob"), presence.takeNews().gone());
        audience.see(Set.of("n1.0", "n2.0"));
        assertEquals(Standing.UNKNOWN, audience.standing("n2.0"));
        assertEquals(List.of("n2.0"), audience.ask());
        assertEquals(Map.of("n2", List.of("n2.0")), audience.gatewaysByNode());
    }

    @Test
    void aGuestIsAskedAndForgottenWhenItIsSilent() {
        audience.see(Set.of("n1.0"));
        audience.onReply("n1.0");
        presence.enter(here("c1", "bob"), "n9.0");
        audience.onEnter("n9.0");
        assertEquals(Standing.GUEST, audience.standing("n9.0"));
        for (int i = 0; i < Audience.GUEST_ASKED_MAX; i++) {
            assertEquals(List.of("n9.0"), audience.ask());
        }
        audience.onReply("n9.0");
        for (int i = 0; i < Audience.GUEST_ASKED_MAX; i++) {
            assertEquals(List.of("n9.0"), audience.ask());
        }
        assertTrue(presence.has("bob"));
        assertEquals(List.of(), audience.ask());
        assertFalse(presence.has("bob"));
        assertEquals(Standing.ABSENT, audience.standing("n9.0"));
        assertFalse(audience.hasUnknown());
    }

    @Test
    void aGuestThatComesIntoViewKeepsItsMembers() {
        presence.enter(here("c1", "bob"), "n9.0");
        audience.onEnter("n9.0");
        audience.see(Set.of("n9.0"));
        assertEquals(Standing.UNKNOWN, audience.standing("n9.0"));
        assertTrue(presence.has("bob"));
        audience.onReply("n9.0");
        assertEquals(Standing.KNOWN, audience.standing("n9.0"));
    }

    @Test
    void whoIsInViewIsAskedForEver() {
        audience.see(Set.of("n1.0"));
        for (int i = 0; i < 3 * Audience.GUEST_ASKED_MAX; i++) {
            assertEquals(List.of("n1.0"), audience.ask());
        }
    }

    @Test
    void onlyAReplyMakesAGatewayKnown() {
        for (Change change : Change.values()) {
            assertEquals(change == Change.REPLIED, Standing.UNKNOWN.on(change) == Standing.KNOWN, change.name());
            assertEquals(
                    change == Change.CAME ? Standing.UNKNOWN : change == Change.WENT ? Standing.ABSENT : Standing.KNOWN,
                    Standing.KNOWN.on(change));
        }
    }
}
