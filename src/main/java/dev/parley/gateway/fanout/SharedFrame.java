package dev.parley.gateway.fanout;

import dev.parley.contract.AnswerFrame;
import dev.parley.messages.GatewayEvent.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * One frame for all the connections of an event loop: each transport's form of it is encoded once, when the first of
 * its connections needs it. Used and released within one turn of the loop.
 */
public final class SharedFrame {
    private static final int FIN_AND_TEXT = 0x81;
    private static final int HEADER_BYTES_MAX = 10;

    private final Frame frame;
    /** The users who get it; null for all. */
    private final Set<String> only;

    private ByteBuf webSocket;
    private String envelopeAddress;
    private Buffer envelope;
    private AnswerFrame answerFrame;

    public SharedFrame(Frame frame) {
        this.frame = frame;
        this.only = frame.only() == null ? null : Set.copyOf(frame.only());
    }

    /** The event's position in its room; 0 for what is not durable. */
    long seq() {
        return frame.seq();
    }

    boolean isForAll() {
        return frame.except() == null && only == null;
    }

    boolean isFor(String user) {
        return !user.equals(frame.except()) && (only == null || only.contains(user));
    }

    Frame frame() {
        return frame;
    }

    /** A WebSocket text frame, RFC 6455 section 5.2, unmasked as a server's must be. The caller owns one reference. */
    public ByteBuf webSocket(ByteBufAllocator allocator) {
        if (webSocket == null) {
            webSocket = encode(frame.json(), allocator);
        }
        return webSocket.retainedDuplicate();
    }

    /** What it means to those who follow answers, read once for all of them. */
    public AnswerFrame answerFrame() {
        if (answerFrame == null) {
            answerFrame = AnswerFrame.read(frame.seq(), frame.json());
        }
        return answerFrame;
    }

    /** A bridge envelope that delivers the frame at an address. */
    public Buffer envelope(String address) {
        if (!address.equals(envelopeAddress)) {
            envelopeAddress = address;
            envelope = envelope(address, frame.json());
        }
        return envelope;
    }

    void release() {
        if (webSocket != null) {
            webSocket.release();
            webSocket = null;
        }
    }

    /** An upper bound of what {@link #appendTo} appends. */
    int webSocketBytes() {
        return HEADER_BYTES_MAX + frame.json().length;
    }

    void appendTo(ByteBuf out) {
        append(frame.json(), out);
    }

    /** A WebSocket text frame around a frame's JSON. */
    public static ByteBuf encode(byte[] json, ByteBufAllocator allocator) {
        ByteBuf out = allocator.directBuffer(HEADER_BYTES_MAX + json.length);
        append(json, out);
        return out;
    }

    private static void append(byte[] json, ByteBuf out) {
        out.writeByte(FIN_AND_TEXT);
        if (json.length <= 125) {
            out.writeByte(json.length);
        } else if (json.length <= 0xFFFF) {
            out.writeByte(126).writeShort(json.length);
        } else {
            out.writeByte(127).writeLong(json.length);
        }
        out.writeBytes(json);
    }

    /** A bridge envelope around a frame's JSON. An address is a room's name and a few letters: nothing to escape. */
    public static Buffer envelope(String address, byte[] json) {
        String head = "{\"type\":\"rec\",\"address\":\"" + address + "\",\"body\":";
        return Buffer.buffer(head.length() + json.length + 1)
                .appendBytes(head.getBytes(StandardCharsets.UTF_8))
                .appendBytes(json)
                .appendByte((byte) '}');
    }
}
