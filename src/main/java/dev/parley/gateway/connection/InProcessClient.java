package dev.parley.gateway.connection;

import dev.parley.auth.Identity;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.FrameReader;
import dev.parley.contract.ServerFrame;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Content;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * A client inside the gateway: it sends frames as records, which the code that carries out a socket's frames carries
 * out, and gets the replies as futures, which fail with {@link Refusal}s. On the gateway's context.
 *
 * <p>One of a connection is in the room: what comes after a reply reaches the connection's transport after the future's
 * listeners were called. One of a request alone is in no room and gets no events; its frames count against {@code
 * limits.commands} alone.
 */
public final class InProcessClient {
    private final String room;
    private final Door door;

    /** How frames get in. */
    private interface Door {
        Future<ServerFrame> send(ClientFrame frame);
    }

    private InProcessClient(String room, Door door) {
        this.room = room;
        this.door = door;
    }

    /** One of a connection; {@code room} is a stored name. */
    public static InProcessClient of(Connection connection, String room) {
        return new InProcessClient(room, frame -> {
            Promise<ServerFrame> reply = Promise.promise(); // without a context: its listeners are called at once
            connection.inbox().receive(frame, new PromisedReply(reply));
            return reply.future();
        });
    }

    /** One of a request without a connection; {@code room} is the stored name of one that the user may enter. */
    public static InProcessClient of(Identity identity, String address, String room, ConnectionSettings settings) {
        return of(identity, identity.author(), address, room, settings);
    }

    /** The same in another's name: {@code author} is who is shown to have said what it says. */
    public static InProcessClient of(
            Identity identity, Author author, String address, String room, ConnectionSettings settings) {
        Speaker speaker = new Speaker(author, identity.role(), address);
        return new InProcessClient(room, frame -> frame.body()
                .handledBy(new RequestFrameHandler(identity, speaker, settings, room, frame.id())));
    }

    /** The stored name of the room that its frames mean. */
    public String room() {
        return room;
    }

    /** Enters, or enters again; {@code since} is -1 when nothing shall be replayed. */
    public Future<ServerFrame.Ready> enter(long since) {
        return send(null, new ClientFrame.Init(since)).map(ServerFrame.Ready.class::cast);
    }

    /** Says something; {@code id} is the idempotency key, null for none. */
    public Future<ServerFrame.Ack> say(String id, Content content) {
        return send(id, new ClientFrame.Message(content)).map(ServerFrame.Ack.class::cast);
    }

    /** Loads a page of history. */
    public Future<ServerFrame.MessagesLoaded> load(ClientFrame.LoadMessages page) {
        return send(null, page).map(ServerFrame.MessagesLoaded.class::cast);
    }

    /** Lists who is here. */
    public Future<ServerFrame.Members> who() {
        return send(null, new ClientFrame.Who()).map(ServerFrame.Members.class::cast);
    }

    /** Answers an assistant's request to use a tool. */
    public Future<Void> approve(String turn, String call, boolean allow) {
        return send(null, new ClientFrame.Approve(turn, call, allow)).mapEmpty();
    }

    /** Stops an answer. */
    public Future<Void> cancel(String turn) {
        return send(null, new ClientFrame.Cancel(turn)).mapEmpty();
    }

    /** Replaces the text of one's own message; {@code id} is the idempotency key, null for none, as in what follows. */
    public Future<ServerFrame.Done> edit(String id, long target, String text) {
        return change(id, new ClientFrame.Edit(target, text));
    }

    /** Deletes a message or a custom event. */
    public Future<ServerFrame.Done> delete(String id, long target) {
        return change(id, new ClientFrame.Delete(target));
    }

    /** Reacts to a message, or takes that back. */
    public Future<ServerFrame.Done> react(String id, long target, String emoji, boolean on) {
        return change(id, new ClientFrame.React(target, emoji, on));
    }

    /** Stores a custom event. */
    public Future<ServerFrame.Done> emit(String id, ClientFrame.Emit event) {
        return change(id, event);
    }

    /** Sends a custom event that is not stored. */
    public Future<ServerFrame.Done> signal(ClientFrame.Signal event) {
        return change(null, event);
    }

    /** Changes the room's shared state. */
    public Future<ServerFrame.Done> patch(String id, ClientFrame.State patch) {
        return change(id, patch);
    }

    /** Gets the room's shared state. */
    public Future<ServerFrame.StateLoaded> state() {
        return send(null, new ClientFrame.GetState()).map(ServerFrame.StateLoaded.class::cast);
    }

    /** Sends a frame to which the reply is an ack. */
    public Future<ServerFrame.Done> change(String id, ClientFrame.Body body) {
        return send(id, body).map(ServerFrame.Done.class::cast);
    }

    private Future<ServerFrame> send(String id, ClientFrame.Body body) {
        try {
            return door.send(new ClientFrame(FrameReader.checkedId(id), room, null, body));
        } catch (Refusal refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private record PromisedReply(Promise<ServerFrame> promise) implements Responder {
        @Override
        public void reply(ServerFrame frame) {
            promise.complete(frame);
        }

        @Override
        public void refuse(Refusal refusal, String room) {
            promise.fail(refusal);
        }

        @Override
        public String eventsAddress() {
            return null;
        }

        @Override
        public boolean wantsReply() {
            return true;
        }
    }
}
