package dev.parley.gateway.fanout;

import static dev.parley.gateway.fanout.FollowedRoom.frame;
import static dev.parley.gateway.fanout.FollowedRoom.passing;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.fanout.FollowedRoom.Client;
import dev.parley.messages.RoomCommand;
import dev.parley.model.Event;
import dev.parley.model.RoomChange;
import dev.parley.model.RoomRole;
import dev.parley.testing.Frames;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An event takes somebody out of a room: it is the last that they get, however it comes. */
class TakenOutTest {
    private static final RoomChange BOB_GOES = RoomChange.none().member("bob", null);

    private final FollowedRoom room = new FollowedRoom();

    @AfterEach
    void close() {
        room.close();
    }

    private static void assertTold(Client client, String... expected) {
        Frames.until(
                "told " + List.of(expected) + ", found " + client.told, () -> client.told.size() >= expected.length);
        assertEquals(List.of(expected), client.told);
    }

    private boolean wasTold(Class<? extends RoomCommand> type) {
        return room.commands.stream().anyMatch(type::isInstance);
    }

    @Test
    void aLiveEventIsTheLast() {
        Client ann = room.client("ann").in();
        Client bob = room.client("bob").in();
        Event one = room.say("one");
        Event removal = room.change(BOB_GOES);
        Event two = room.say("two");
        room.broadcast(frame(one), frame(removal), passing("ann"), frame(two));
        assertTold(ann, "1 one", "room 2", "typing ann", "3 two");
        assertTold(bob, "1 one", "room 2", "left forbidden", "out");
        Frames.until("the room learns it", () -> wasTold(RoomCommand.Leave.class));
    }

    @Test
    void anEventThatTheBusLostIsTheLastAlsoBeforePassingFrames() {
        Client ann = room.client("ann").in();
        Client bob = room.client("bob").in();
        room.change(BOB_GOES);
        room.broadcast(passing("ann"));
        Event two = room.say("two");
        room.broadcast(frame(two), passing("cy"));
        assertTold(ann, "room 1", "typing ann", "2 two", "typing cy");
        assertTold(bob, "room 1", "left forbidden", "out");
    }

    @Test
    void theStoreTellsWhatTheBusLostWhenNothingIsSaidAfterIt() {
        Client ann = room.client("ann").in();
        Client bob = room.client("bob").in();
        Event removal = room.change(BOB_GOES);
        room.onRemoval(removal.seq(), false);
        assertTold(bob, "room 1", "left forbidden", "out");
        assertTold(ann, "room 1");
        room.onRemoval(removal.seq(), false);
        room.broadcast(frame(room.say("two")));
        assertTold(ann, "room 1", "2 two");
    }

    @Test
    void anEventInAReplayIsTheLast() {
        room.say("one");
        room.change(BOB_GOES);
        room.say("three");
        Client bob = room.client("bob");
        room.hold();
        Future<?> entering = bob.enter(0);
        Frames.until("asked", room::isHolding);
        room.letIn(1);
        await(entering);
        room.broadcast();
        Frames.until("out", () -> bob.told.contains("out"));
        assertTrue(!bob.told.contains("3 three"), bob.told.toString());
    }

    @Test
    void whatCameBeforeTheRoomLetSomebodyInTakesNobodyOut() {
        room.change(BOB_GOES);
        room.say("two");
        Client bob = room.client("bob");
        await(bob.enter(0));
        assertTold(bob, "room 1", "2 two");
        room.broadcast(frame(room.say("three")));
        assertTold(bob, "room 1", "2 two", "3 three");
    }

    @Test
    void aRemovalThatIsHereBeforeTheRoomsReplyTakesOutAllTheSame() {
        Client ann = room.client("ann").in();
        Client bob = room.client("bob");
        Client cy = room.unregistered("cy");
        room.hold();
        Future<?> entering = bob.enter(-1);
        Frames.until("asked", room::isHolding);
        room.broadcast(frame(room.change(BOB_GOES)));
        room.broadcast(frame(room.change(RoomChange.none().member("cy", null))));
        room.letIn(0);
        await(entering);
        assertTold(bob, "left forbidden", "out");
        assertTold(ann, "room 1", "room 2");
        await(cy.enter(-1));
        room.broadcast(frame(room.change(RoomChange.none().member("cy", null))));
        assertTold(cy, "out");
    }

    @Test
    void onlyWhomTheEventNamesGoes() {
        Client ann = room.client("ann").in();
        Client bob = room.client("bob").in();
        room.broadcast(frame(room.change(RoomChange.none()
                .settings(new JsonObject().put("access", "private"))
                .member("ann", RoomRole.OWNER))));
        assertTold(bob, "room 1", "left forbidden", "out");
        assertTold(ann, "room 1");
    }

    @Test
    void aDeletedRoomIsLeftByAllAndHearsOfNobody() {
        Client ann = room.client("ann").in();
        Client bob = room.client("bob").in();
        room.broadcast(frame(room.change(RoomChange.none().deleted())));
        assertTold(ann, "room 1", "left not_found", "out");
        assertTold(bob, "room 1", "left not_found", "out");
        Client cy = room.client("cy").in();
        room.broadcast(frame(room.say("again")));
        assertTold(cy, "2 again");
        assertTrue(!wasTold(RoomCommand.Leave.class), room.commands.toString());
    }

    @Test
    void aRoomWhoseDeletionTheBusLostIsLeftByAllWhomItHadLetIn() {
        Client ann = room.client("ann").in();
        room.say("one");
        Event deletion = room.delete();
        room.onRemoval(deletion.seq(), true);
        assertTold(ann, "left not_found", "out");
        Client bob = room.client("bob").in();
        room.onRemoval(deletion.seq(), true);
        room.broadcast(frame(room.say("again")));
        assertTold(bob, "3 again");
    }

    @Test
    void aHoleInADeletedRoomShowsThatItIsGone() {
        Client ann = room.client("ann").in();
        room.say("one");
        room.delete();
        room.broadcast(passing("bob"));
        assertTold(ann, "left not_found", "out");
    }

    @Test
    void aHoleThatIsKeptNoMoreMakesTheClientsBeginAnew() {
        Client ann = room.client("ann").in();
        Client bob = room.unregistered("bob").in();
        room.say("one");
        room.say("two");
        room.forgetBelow(2);
        room.broadcast(passing("cy"));
        assertTold(ann, "resync 0");
        await(ann.enter(0).onSuccess(start -> assertTrue(start.reset())));
        bob.listen();
        assertTold(bob, "resync 0");
        room.broadcast(frame(room.say("three")), passing("cy"));
        assertTold(ann, "resync 0", "3 three", "typing cy");
        assertTold(bob, "resync 0");
    }

    @Test
    void aReplayOfWhatIsKeptNoMoreIsReset() {
        room.say("one");
        room.say("two");
        room.say("three");
        room.forgetBelow(3);
        assertTrue(await(room.client("ann").enter(1)).reset());
        Client bob = room.client("bob");
        assertTrue(!await(bob.enter(2)).reset());
        assertTold(bob, "3 three");
        room.keepsFrom(0); // the room's reply came before it dropped them
        Client cy = room.client("cy");
        assertTrue(!await(cy.enter(0)).reset());
        assertTold(cy, "resync 0");
    }

    @Test
    void framesOfPrivateRoomsAreHeldBackWhileItIsNotKnownWhoIsOut() {
        Client stranger = room.client("ann").in();
        room.removalsAreKnown(false);
        room.broadcast(passing("cy"), frame(room.say("one")));
        assertTold(stranger, "typing cy", "1 one");
        room.isPrivate(true);
        Client bob = room.client("bob").in();
        room.broadcast(passing("dan"), frame(room.say("two")));
        room.broadcast(frame(room.say("three")));
        room.broadcast(passing("eve"));
        room.removalsAreKnownAgain();
        assertTold(bob, "2 two", "3 three");
        room.broadcast(passing("eve"));
        assertTold(bob, "2 two", "3 three", "typing eve");
    }
}
