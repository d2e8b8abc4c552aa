package dev.parley.gateway.fanout;

import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.bus.Registration;
import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The room {@code r} at another node, and that node: both do what a test says. Started on the context it uses. */
public final class ScriptedRoom {
    public static final String NODE = "there";
    public static final String ROOM = "r";

    /** Every message that came, in order. */
    public final List<RoomCommand.Say> heard = new CopyOnWriteArrayList<>();

    private final Bus bus;
    private volatile Consumer<Exchange<RoomCommand, RoomReply>> script = this::store;
    private volatile Consumer<Exchange<HostCommand, HostCommand.Reply>> host = this::activate;
    private Registration registration;
    private long seq;

    public ScriptedRoom(Bus bus) {
        this.bus = bus;
    }

    public Future<Void> start() {
        return bus.<HostCommand, HostCommand.Reply>serve(Addresses.host(NODE), e -> host.accept(e))
                .ready();
    }

    public void says(Consumer<Exchange<RoomCommand, RoomReply>> wanted) {
        script = wanted;
    }

    public void hostSays(Consumer<Exchange<HostCommand, HostCommand.Reply>> wanted) {
        host = wanted;
    }

    public void activate(Exchange<HostCommand, HostCommand.Reply> exchange) {
        if (registration == null) {
            registration = bus.serve(Addresses.room(NODE, ROOM), this::handle);
        }
        exchange.reply(new HostCommand.Reply.Active(ROOM));
    }

    /** Says that the room is here, but it is not. */
    public static void lie(Exchange<HostCommand, HostCommand.Reply> exchange) {
        exchange.reply(new HostCommand.Reply.Active(ROOM));
    }

    private void handle(Exchange<RoomCommand, RoomReply> exchange) {
        heard.add((RoomCommand.Say) exchange.body());
        script.accept(exchange);
    }

    public void store(Exchange<RoomCommand, RoomReply> exchange) {
        String id = ((RoomCommand.Say) exchange.body()).id();
        exchange.reply(new RoomReply.Stored(id, ++seq, 0, false));
    }

    public static void refuse(Exchange<?, ?> exchange) {
        exchange.refuse(Code.UNAVAILABLE.refuse("the room is moving"));
    }

    /** Loses so many messages, then goes on as usual. */
    public void losing(int count) {
        int until = heard.size() + count;
        script = exchange -> {
            if (heard.size() > until) {
                store(exchange);
            }
        };
    }

    public List<String> ids() {
        return heard.stream().map(RoomCommand.Say::id).toList();
    }
}
