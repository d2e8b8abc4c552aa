package dev.parley.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.model.Member;
import dev.parley.model.Role;
import dev.parley.model.RoomOptions;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commands that need a right, between this build and one that tells only the user and whether it moderates. */
class OlderRoomCommandsTest {
    /** As they were. */
    @Wire("RoomCommand")
    sealed interface Older {
        @Wire("Enter")
        record Enter(RoomCommand.Here here, String gateway) implements Older {}

        @Wire("Cancel")
        record Cancel(String turn, String user, boolean moderates) implements Older {}

        @Wire("Approve")
        record Approve(String turn, String call, boolean allow, String user, boolean moderates) implements Older {}

        @Wire("Configure")
        record Configure(RoomOptions options, String user, boolean moderates) implements Older {}
    }

    private static final RoomOptions OPTIONS = new RoomOptions(Map.of());
    private static final RoomCommand.Here HERE = new RoomCommand.Here("c", new Member("ann", "Ann", null, false));

    private final FamilyCodec older = new FamilyCodec(Older.class);
    private final FamilyCodec now = new FamilyCodec(RoomCommand.class);

    private static Object travel(FamilyCodec from, FamilyCodec to, Object message) {
        Buffer wire = Buffer.buffer();
        from.encodeToWire(wire, message);
        return to.decodeFromWire(0, wire);
    }

    @Test
    void anOlderRoomIsToldWhatItKnows() {
        for (Role role : Role.values()) {
            boolean moderates = role == Role.MODERATOR || role == Role.ADMIN;
            Principal ann = new Principal("ann", role, List.of("team-*"));
            assertEquals(new Older.Cancel("t", "ann", moderates), travel(now, older, new RoomCommand.Cancel("t", ann)));
            assertEquals(
                    new Older.Approve("t", "c", true, "ann", moderates),
                    travel(now, older, new RoomCommand.Approve("t", "c", true, ann)));
            assertEquals(
                    new Older.Configure(OPTIONS, "ann", moderates),
                    travel(now, older, new RoomCommand.Configure(OPTIONS, ann)));
            assertEquals(new Older.Enter(HERE, "g"), travel(now, older, new RoomCommand.Enter(HERE, "g", ann)));
        }
    }

    @Test
    void whatAnOlderGatewayTellsIsAPrincipal() {
        Principal ann = new Principal("ann", Role.MEMBER, List.of("*"));
        Principal mod = new Principal("mod", Role.MODERATOR, List.of("*"));
        assertEquals(
                new RoomCommand.Cancel("t", "mod", true, mod), travel(older, now, new Older.Cancel("t", "mod", true)));
        assertEquals(
                new RoomCommand.Approve("t", "c", true, "ann", false, ann),
                travel(older, now, new Older.Approve("t", "c", true, "ann", false)));
        assertEquals(
                new RoomCommand.Configure(OPTIONS, "mod", true, mod),
                travel(older, now, new Older.Configure(OPTIONS, "mod", true)));
        assertEquals(
                ann,
                assertInstanceOf(RoomCommand.Enter.class, travel(older, now, new Older.Enter(HERE, "g")))
                        .by());
    }

    @Test
    void thePrincipalTravels() {
        Principal ann = new Principal("ann", Role.SERVICE, List.of("team-*", "!team-secret"));
        RoomCommand.Cancel sent = new RoomCommand.Cancel("t", ann);
        assertEquals(sent, travel(now, now, sent));
    }
}
