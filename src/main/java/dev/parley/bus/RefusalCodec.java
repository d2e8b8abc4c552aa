package dev.parley.bus;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;

/** Encodes and decodes a {@link Refusal} that travels between nodes as the reply to a request. */
final class RefusalCodec implements MessageCodec<RefusedReply, ReplyException> {
    private static final Form FORM = new Forms().record(Parts.class);

    /** What travels. */
    private record Parts(int number, long retryAfterMs, String text) {}

    @Override
    public void encodeToWire(Buffer buffer, RefusedReply reply) {
        Refusal refusal = reply.refusal();
        WireWriter.append(new Parts(refusal.code().number(), refusal.retryAfterMs(), refusal.text()), FORM, buffer);
    }

    /** The refusal, or an {@link Unreadable}: either is a failure for the asker. */
    @Override
    public ReplyException decodeFromWire(int pos, Buffer buffer) {
        try {
            Parts parts = (Parts) FORM.read(new WireReader(buffer.getBytes(pos, buffer.length())));
            return parts == null
                    ? new Unreadable("nothing")
                    : new RefusedReply(new Refusal(Code.of(parts.number()), parts.text(), parts.retryAfterMs()));
        } catch (Unreadable e) {
            return e;
        }
    }

    @Override
    public ReplyException transform(RefusedReply refusal) {
        return refusal;
    }

    @Override
    public String name() {
        return Refusal.class.getSimpleName() + Forms.EDITION;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
