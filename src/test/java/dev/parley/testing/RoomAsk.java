package dev.parley.testing;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.Addresses;
import dev.parley.messages.Administration;
import dev.parley.messages.HostCommand;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Role;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Commands to one room of a node that runs alone, past its gateways: as the server itself gives them. */
public record RoomAsk(TestNode node, String room) {

    /** The reply; the room is loaded if need be. */
    @CanIgnoreReturnValue
    public RoomReply ask(RoomCommand command) {
        EventBus bus = node.node().vertx().eventBus();
        return await(bus.request(Addresses.host(node.name()).name(), new HostCommand.Activate(room))
                        .compose(
                                v -> bus.<RoomReply>request(Addresses.room(room).name(), command)))
                .body();
    }

    /** The code with which it is refused. */
    public Code refusal(RoomCommand command) {
        Throwable failure =
                assertThrows(CompletionException.class, () -> ask(command)).getCause();
        return Code.of(assertInstanceOf(ReplyException.class, failure).failureCode());
    }

    /** Somebody with this role wants this changed. */
    public RoomCommand.Administer administer(String user, Role role, String id, Administration what) {
        Speaker by = new Speaker(new Author(user, user, Author.Kind.USER), role, "::1");
        return new RoomCommand.Administer(by, new Principal(user, role, List.of("*")), what, id);
    }

    /** An admin sets these settings. */
    public void set(String changes) {
        ask(administer("root", Role.ADMIN, null, new Administration.ChangeSettings(changes)));
    }

    /** The room drops what is older than its retention now. */
    public void retain() {
        ask(new RoomCommand.Retain());
    }

    /** The same until it keeps nothing of what was said so far. */
    public void dropAll() {
        set("{\"retention\":1}");
        Frames.until("all is dropped", () -> {
            retain();
            return node.http(node.token("dropped"))
                    .getJson("/api/rooms/" + room + "/messages")
                    .getJsonArray("messages")
                    .isEmpty();
        });
        set("{\"retention\":null}");
    }
}
