package dev.parley.gateway.connection;

import dev.parley.auth.Identity;
import dev.parley.capability.Capability;
import dev.parley.capability.FrameCall;
import dev.parley.capability.FrameReply;
import dev.parley.capability.FrameType;
import dev.parley.capability.Owned;
import dev.parley.capability.RoomReceipt;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.ServerFrame;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Has a capability carry out a frame of a type that it registered. On the gateway's context.
 *
 * @param commands sends a command to the frame's room
 */
record RegisteredFrame(
        ConnectionSettings settings,
        Identity identity,
        Speaker speaker,
        String room,
        String id,
        ClientFrame.Registered body,
        Function<RoomCommand, Future<RoomReply>> commands) {

    /** The reply. Throws a {@link dev.parley.model.Refusal}, or fails with it. */
    Future<ServerFrame> carryOut() {
        Owned<FrameType> owned = settings.contributions().frame(body.type());
        settings.contributions().refuseUntilOn(owned.capability());
        FrameType type = owned.what();
        if (isOver(body.json(), type.bytesMax())) {
            throw Code.TOO_LARGE.refuse("a frame of type " + type.type() + " is over " + type.bytesMax() + " bytes");
        }
        return settings.access()
                .during(identity.principal(), type.inRoom(), room, () -> type.handler()
                        .handle(new Call(this, owned.capability())))
                .map(this::frame);
    }

    private static boolean isOver(String json, int bytesMax) {
        return json.length() > bytesMax || json.getBytes(StandardCharsets.UTF_8).length > bytesMax;
    }

    private ServerFrame frame(FrameReply reply) {
        if (reply instanceof FrameReply.Fields fields) {
            return new ServerFrame.OfCapability(fields.type(), room, fields.body());
        }
        FrameReply.Done done = (FrameReply.Done) reply;
        return new ServerFrame.Done(room, done.seq(), done.ts(), done.duplicate());
    }

    /** The frame as its capability sees it. */
    private record Call(RegisteredFrame frame, Capability capability) implements FrameCall {
        @Override
        public Identity identity() {
            return frame.identity;
        }

        @Override
        public String room() {
            return frame.room;
        }

        @Override
        public String id() {
            return frame.id;
        }

        @Override
        public String json() {
            return frame.body.json();
        }

        @Override
        public Future<RoomReceipt> command(int version, byte[] bytes) {
            RoomCommand command = new RoomCommand.Decide(capability.name(), version, bytes, frame.id, frame.speaker);
            return frame.commands
                    .apply(command)
                    .map(reply -> (RoomReply.Decided) reply)
                    .map(decided -> new RoomReceipt(decided.seq(), decided.ts(), decided.duplicate(), decided.bytes()));
        }
    }
}
