package dev.parley.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;

/** A {@link Refusal} between nodes: number, wait, text. */
final class RefusalCodec implements MessageCodec<Refusal, Refusal> {
    private static final int HEAD_BYTES = 4 + 8 + 4;

    @Override
    public void encodeToWire(Buffer buffer, Refusal refusal) {
        byte[] text = refusal.text().getBytes(StandardCharsets.UTF_8);
        buffer.appendInt(refusal.number())
                .appendLong(refusal.retryAfterMs())
                .appendInt(text.length)
                .appendBytes(text);
    }

    @Override
    public Refusal decodeFromWire(int pos, Buffer buffer) {
        int length = buffer.getInt(pos + 12);
        String text = buffer.getString(pos + HEAD_BYTES, pos + HEAD_BYTES + length);
        return new Refusal(buffer.getInt(pos), text, buffer.getLong(pos + 4));
    }

    @Override
    public Refusal transform(Refusal refusal) {
        return refusal;
    }

    @Override
    public String name() {
        return Refusal.class.getSimpleName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
