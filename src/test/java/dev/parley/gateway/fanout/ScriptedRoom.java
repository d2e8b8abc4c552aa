package dev.parley.gateway.fanout;

import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.bus.Subscription;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.Code;
import dev.parley.protocol.HostCommand;
import dev.parley.protocol.RoomCommand;
import dev.parley.protocol.RoomReply;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The room {@code r} at another node, and that node: both do what a test says. Started on the context it uses. */
final class ScriptedRoom {
    static final String NODE = "there";
    static final String ROOM = "r";

    /** Every message that came, in order. */
    final List<RoomCommand.Say> heard = new CopyOnWriteArrayList<>();

    private final Bus bus;
    private volatile Consumer<Exchange<RoomCommand, RoomReply>> script = this::store;
    private volatile Consumer<Exchange<HostCommand, HostCommand.Reply>> host = this::activate;
    private Subscription subscription;
    private long seq;

    ScriptedRoom(Bus bus) {
        this.bus = bus;
    }

    Future<Void> start() {
        return bus.<HostCommand, HostCommand.Reply>serve(Addresses.host(NODE), e -> host.accept(e))
                .ready();
    }

    void says(Consumer<Exchange<RoomCommand, RoomReply>> wanted) {
        script = wanted;
    }

    void hostSays(Consumer<Exchange<HostCommand, HostCommand.Reply>> wanted) {
        host = wanted;
    }

    void activate(Exchange<HostCommand, HostCommand.Reply> exchange) {
        if (subscription == null) {
            subscription = bus.serve(Addresses.room(NODE, ROOM), this::handle);
        }
        exchange.answer(new HostCommand.Reply.Active(ROOM));
    }

    /** Says that the room is here, but it is not. */
    static void lie(Exchange<HostCommand, HostCommand.Reply> exchange) {
        exchange.answer(new HostCommand.Reply.Active(ROOM));
    }

    private void handle(Exchange<RoomCommand, RoomReply> exchange) {
        heard.add((RoomCommand.Say) exchange.body());
        script.accept(exchange);
    }

    void store(Exchange<RoomCommand, RoomReply> exchange) {
        String id = ((RoomCommand.Say) exchange.body()).id();
        exchange.answer(new RoomReply.Stored(id, ++seq, 0, false));
    }

    static void refuse(Exchange<?, ?> exchange) {
        exchange.refuse(Code.UNAVAILABLE.refuse("the room is moving"));
    }

    /** Loses so many messages, then goes on as usual. */
    void losing(int count) {
        int until = heard.size() + count;
        script = exchange -> {
            if (heard.size() > until) {
                store(exchange);
            }
        };
    }

    List<String> ids() {
        return heard.stream().map(RoomCommand.Say::id).toList();
    }
}
