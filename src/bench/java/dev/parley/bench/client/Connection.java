package dev.parley.bench.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One WebSocket connection to the server under load. Lives on the event loop of its {@link Loop}.
 *
 * <pre>
 * connected ── request ──▶ upgrading ──▶ open ──▶ closed
 *                              └── not status 101 ──▶ refused: the future of open() fails with the server's text
 * </pre>
 */
public final class Connection {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    /** The server must send this for {@link #KEY} (RFC 6455 §1.3). */
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private static final int HEAD_BYTES_MAX = 16 << 10;
    private static final int BODY_BYTES_MAX = 4 << 10;
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]{1,9})");

    private final Loop loop;
    private final NetSocket socket;
    private final Listener listener;
    private final WebSocketFrameParser parser = new WebSocketFrameParser(this::onFrame);
    private final Promise<Connection> opened = Promise.promise();
    private Buffer head = Buffer.buffer();
    private boolean open;
    private String closed = "";
    private long readAt;

    private Connection(Loop loop, NetSocket socket, Listener listener) {
        this.loop = loop;
        this.socket = socket;
        this.listener = listener;
    }

    /** Receives what happens on a connection. Called on the event loop. */
    public interface Listener {
        /**
         * A text message arrived: {@code bytes[from, to)}, valid until this returns; {@code now} is when it was read.
         */
        void onText(Connection connection, byte[] bytes, int from, int to, long now);

        /** An open connection was closed; {@code reason} is the close code and text of the server. */
        void onClose(Connection connection, String reason);
    }

    /** Opens a connection; fails with {@link BenchFailure}. */
    static Future<Connection> open(Loop loop, NetClient client, Endpoint endpoint, String token, Listener listener) {
        return client.connect(endpoint.port(), endpoint.host())
                .recover(failure ->
                        Future.failedFuture(new BenchFailure("cannot connect to " + endpoint + ": " + reason(failure))))
                .compose(socket -> new Connection(loop, socket, listener).upgrade(endpoint, token));
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private Future<Connection> upgrade(Endpoint endpoint, String token) {
        socket.handler(this::onBytes);
        socket.closeHandler(gone -> onEnd());
        socket.exceptionHandler(failure -> closed = closed.isEmpty() ? reason(failure) : closed);
        String request = "GET " + endpoint.path() + " HTTP/1.1\r\nHost: " + endpoint.host() + ":" + endpoint.port()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        return socket.write(request).compose(written -> opened.future());
    }

    private void onBytes(Buffer bytes) {
        if (!open) {
            onHead(bytes);
            return;
        }
        byte[] scratch = loop.scratch(bytes.length());
        bytes.getBytes(scratch);
        parse(scratch, bytes.length());
    }

    private void parse(byte[] bytes, int length) {
        readAt = loop.now();
        try {
            parser.parse(bytes, 0, length);
        } catch (IllegalStateException e) {
            closed = "the server broke the protocol: " + e.getMessage();
            close();
        }
    }

    private void onHead(Buffer bytes) {
        head.appendBuffer(bytes);
        byte[] all = head.getBytes();
        int end = endOfHead(all);
        if (end < 0) {
            if (all.length > HEAD_BYTES_MAX) {
                refuse("the server answered the upgrade with a head of more than " + HEAD_BYTES_MAX + " bytes");
            }
            return;
        }
        String text = new String(all, 0, end, StandardCharsets.ISO_8859_1);
        if (!text.matches("(?s)HTTP/1\\.1 101 .*") || !text.contains(ACCEPT)) {
            onRefusal(text, Arrays.copyOfRange(all, end, all.length));
            return;
        }
        head = null;
        open = true;
        opened.complete(this);
        byte[] rest = Arrays.copyOfRange(all, end, all.length);
        parse(rest, rest.length);
    }

    private static int endOfHead(byte[] bytes) {
        for (int i = 0; i <= bytes.length - HEAD_END.length; i++) {
            if (Arrays.equals(bytes, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                return i + HEAD_END.length;
            }
        }
        return -1;
    }

    /** Waits for the body of a refusal, which gives the reason. */
    private void onRefusal(String text, byte[] body) {
        Matcher length = LENGTH.matcher(text);
        int wanted = length.find() ? Math.min(BODY_BYTES_MAX, Integer.parseInt(length.group(1))) : 0;
        if (body.length >= wanted) {
            String status = text.lines().findFirst().orElse("").replaceFirst("HTTP/1\\.1 ", "");
            refuse("the server refused a connection: " + status + why(body));
        }
    }

    private static String why(byte[] body) {
        try {
            JsonObject problem = new JsonObject(Buffer.buffer(body));
            return " (" + problem.getString("code") + ": " + problem.getString("detail", problem.getString("title"))
                    + ")";
        } catch (DecodeException | ClassCastException e) {
            return body.length == 0 ? "" : " (" + new String(body, StandardCharsets.UTF_8).strip() + ")";
        }
    }

    private void refuse(String why) {
        opened.tryFail(new BenchFailure(why));
        close();
    }

    private void onFrame(int opcode, byte[] bytes, int from, int to) {
        switch (opcode) {
            case WebSocketFrameParser.TEXT -> listener.onText(this, bytes, from, to, readAt);
            case WebSocketFrameParser.PING -> send(Buffer.buffer(MaskedFrame.of(10, bytes, from, to)));
            case WebSocketFrameParser.CLOSE -> {
                int code = to - from < 2 ? 1005 : ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF);
                int textAt = Math.min(from + 2, to);
                closed = (code + " " + new String(bytes, textAt, to - textAt, StandardCharsets.UTF_8)).strip();
                close();
            }
            default -> {} // pongs and binary frames are ignored
        }
    }

    private void onEnd() {
        String why = closed.isEmpty() ? "without a word" : closed;
        if (open) {
            open = false;
            listener.onClose(this, why);
        }
        opened.tryFail(new BenchFailure("the server closed a connection while it was upgraded: " + why));
    }

    /** Sends encoded frames. A failed write is reported by the close that follows. */
    public void send(Buffer frames) {
        socket.write(frames).onFailure(failure -> closed = closed.isEmpty() ? reason(failure) : closed);
    }

    /** Sends a frame. */
    public void send(JsonObject frame) {
        send(Buffer.buffer(
                MaskedFrame.of(WebSocketFrameParser.TEXT, frame.toBuffer().getBytes())));
    }

    /** Whether the server reads more slowly than this connection writes. */
    public boolean isFull() {
        return socket.writeQueueFull();
    }

    /** Closes the TCP connection without a closing handshake. */
    void close() {
        socket.close().onFailure(failure -> closed = reason(failure));
    }
}
