package dev.parley.gateway.connection;

import dev.parley.auth.Identity;
import dev.parley.cluster.ClusterLevel;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.RoomHistory;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.model.HistoryPage;
import dev.parley.model.Refusal;
import io.vertx.core.Future;

/**
 * Carries out one frame, whatever door it came by: one method for each type of frame. Its type, its room and its id are
 * known, and it is valid. The result is the reply, null when there is none or it was sent already; a failure or a
 * thrown {@link Refusal} is its refusal. What depends on whether its sender is connected, the two kinds of handlers
 * add. On the gateway's context.
 */
abstract sealed class FrameHandler implements ClientFrame.Handler<Future<ServerFrame>>
        permits ConnectionFrameHandler, RequestFrameHandler {
    final ConnectionSettings settings;
    /** The stored name of the one that the frame means. */
    final String room;
    /** The frame's, null when it has none. */
    final String id;

    FrameHandler(ConnectionSettings settings, String room, String id) {
        this.settings = settings;
        this.room = room;
        this.id = id;
    }

    /** Whose frame it is. */
    abstract Identity identity();

    /** In whose name a message is said. */
    abstract Speaker speaker();

    /** Sends the room a command of the frame's sender. Fails with {@code forbidden} when that may not enter it. */
    abstract Future<RoomReply> request(RoomCommand command);

    /** What the store has of the room. Fails with {@code forbidden} when the frame's sender may not enter it. */
    abstract Future<RoomHistory> history();

    /** The {@code seq} of the message with which the last page of the room began, if it has this id; else 0. */
    abstract long shownFirst(String messageId);

    /** A page of the room is about to be sent. */
    abstract void onPage(HistoryPage page);

    /** Whether a reply is wanted also where the contract replies only to a frame with an id. */
    abstract boolean wantsReply();

    @Override
    public final Future<ServerFrame> message(ClientFrame.Message body) {
        return request(new RoomCommand.Say(id, speaker(), body.content(), null, principal()))
                .map(reply -> (RoomReply.Stored) reply)
                .map(stored -> new ServerFrame.Ack(stored.id(), room, stored.seq(), stored.ts(), stored.duplicate()));
    }

    @Override
    public final Future<ServerFrame> loadMessages(ClientFrame.LoadMessages body) {
        return settings.access()
                .read(principal(), room, () -> history().compose(history -> page(history, body)))
                .map(page -> {
                    onPage(page);
                    return new ServerFrame.MessagesLoaded(room, page);
                });
    }

    private Future<HistoryPage> page(RoomHistory history, ClientFrame.LoadMessages body) {
        long bytesMax = settings.limits().page();
        return body.after() < 0
                ? before(history, body).compose(before -> history.pageBefore(before, body.limit(), bytesMax))
                : history.pageAfter(body.after(), upTo(body), body.limit(), bytesMax);
    }

    private static long upTo(ClientFrame.LoadMessages body) {
        return body.before() < 0 ? Long.MAX_VALUE : body.before();
    }

    private Future<Long> before(RoomHistory history, ClientFrame.LoadMessages body) {
        String named = body.startAfter();
        if (named == null) {
            return Future.succeededFuture(upTo(body));
        }
        long shown = shownFirst(named);
        if (shown > 0) {
            return Future.succeededFuture(shown);
        }
        Future<Long> found = history.seqOf(named);
        return named.matches("\\d{1,18}")
                ? found.recover(e -> Refusal.is(e, Code.NOT_FOUND)
                        ? Future.succeededFuture(Long.valueOf(named))
                        : Future.failedFuture(e))
                : found;
    }

    @Override
    public final Future<ServerFrame> typing(ClientFrame.Typing body) {
        return request(new RoomCommand.Type(body.on(), principal())).map(this::doneIfWanted);
    }

    @Override
    public final Future<ServerFrame> who(ClientFrame.Who body) {
        return request(new RoomCommand.Who(principal()))
                .map(reply -> (RoomReply.Present) reply)
                .map(present -> new ServerFrame.Members(room, present.members(), present.count()));
    }

    @Override
    public final Future<ServerFrame> ping(ClientFrame.Ping body) {
        return Future.succeededFuture(new ServerFrame.Pong(settings.clock().millis()));
    }

    @Override
    public final Future<ServerFrame> cancel(ClientFrame.Cancel body) {
        return request(new RoomCommand.Cancel(body.turn(), identity().principal()))
                .map(this::doneIfWanted);
    }

    @Override
    public final Future<ServerFrame> approve(ClientFrame.Approve body) {
        return request(new RoomCommand.Approve(
                        body.turn(), body.call(), body.allow(), identity().principal()))
                .map(this::doneIfWanted);
    }

    @Override
    public final Future<ServerFrame> registered(ClientFrame.Registered body) {
        return new RegisteredFrame(settings, identity(), speaker(), room, id, body, this::request).carryOut();
    }

    @Override
    public final Future<ServerFrame> edit(ClientFrame.Edit body) {
        return amend(new RoomCommand.Edit(id, speaker(), principal(), body.target(), body.text()))
                .map(this::storedIfWanted);
    }

    @Override
    public final Future<ServerFrame> delete(ClientFrame.Delete body) {
        return amend(new RoomCommand.Delete(id, speaker(), principal(), body.target()))
                .map(this::storedIfWanted);
    }

    @Override
    public final Future<ServerFrame> react(ClientFrame.React body) {
        return amend(new RoomCommand.React(id, speaker(), principal(), body.target(), body.emoji(), body.on()))
                .map(this::storedIfWanted);
    }

    @Override
    public final Future<ServerFrame> emit(ClientFrame.Emit body) {
        return amend(new RoomCommand.Emit(id, speaker(), principal(), body.name(), body.data(), null))
                .map(this::stored);
    }

    @Override
    public final Future<ServerFrame> signal(ClientFrame.Signal body) {
        return amend(new RoomCommand.Signal(speaker(), principal(), body.name(), body.data(), body.to()))
                .map(this::doneIfWanted);
    }

    @Override
    public final Future<ServerFrame> state(ClientFrame.State body) {
        return amend(new RoomCommand.Patch(id, speaker(), principal(), body.patch(), body.base()))
                .map(this::stored);
    }

    @Override
    public final Future<ServerFrame> getState(ClientFrame.GetState body) {
        return amend(new RoomCommand.ReadState(principal()))
                .map(reply -> (RoomReply.SharedState) reply)
                .map(state -> new ServerFrame.StateLoaded(room, state.seq(), state.json()));
    }

    /** What nodes of an older version do not understand is refused while there are any. */
    private Future<RoomReply> amend(RoomCommand command) {
        return settings.isOn().test(ClusterLevel.AMENDMENTS)
                ? request(command)
                : Future.failedFuture(ClusterLevel.AMENDMENTS.refusal());
    }

    private Principal principal() {
        return identity().principal();
    }

    private ServerFrame storedIfWanted(RoomReply reply) {
        return id != null || wantsReply() ? stored(reply) : null;
    }

    private ServerFrame stored(RoomReply reply) {
        RoomReply.Stored stored = (RoomReply.Stored) reply;
        return new ServerFrame.Done(room, stored.seq(), stored.ts(), stored.duplicate());
    }

    private ServerFrame doneIfWanted(RoomReply reply) {
        long seq = reply instanceof RoomReply.Done done ? done.seq() : 0;
        return id != null || wantsReply()
                ? new ServerFrame.Done(room, seq, settings.clock().millis())
                : null;
    }
}
