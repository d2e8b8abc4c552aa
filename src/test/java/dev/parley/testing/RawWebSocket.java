package dev.parley.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A WebSocket client by hand (RFC 6455): it sends whatever bytes a test wants, well formed or not, answers nothing by
 * itself, and reads what comes only when asked.
 */
public final class RawWebSocket implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;
    public static final int FIN = 0x80;
    public static final int RSV1 = 0x40;

    private static final int PATIENCE_MS = 15_000;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final Socket socket;
    private final DataInputStream in;

    /** What the server sent. {@code first} is the first byte: FIN, RSV and opcode. */
    public record Frame(int first, byte[] payload) {
        public int opcode() {
            return first & 0x0F;
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame; 1005 when it has none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        public String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    /** An HTTP answer. */
    public record Answer(int status, List<String> headers, String body) {
        /** Null when absent; {@code name} in lower case. */
        public String header(String name) {
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** A connection on which nothing was said yet. */
    public static RawWebSocket dial(int port) {
        return dial(port, 0);
    }

    /** The same with a small receive buffer, for a client that stops reading; 0 leaves it to the system. */
    public static RawWebSocket dial(int port, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            return new RawWebSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An open WebSocket. {@code headers} are whole lines. */
    public static RawWebSocket open(TestNode node, String user, String... headers) {
        RawWebSocket client = dial(node.port());
        client.upgraded(node, user, headers);
        return client;
    }

    /** Upgrades this connection. */
    public RawWebSocket upgraded(TestNode node, String user, String... headers) {
        String[] all = new String[headers.length + 1];
        all[0] = "Authorization: Bearer " + node.token(user);
        System.arraycopy(headers, 0, all, 1, headers.length);
        Answer answer = upgrade("/ws", all);
        if (answer.status() != 101) {
            throw new AssertionError("not upgraded: " + answer);
        }
        return this;
    }

    /** Asks for an upgrade and reads the answer. */
    public Answer upgrade(String target, String... headers) {
        return request(
                "GET " + target,
                String.join("\r\n", headers),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    /** Sends a request without a body, {@code GET /path}, and reads the answer. */
    public Answer request(String methodAndTarget, String... headers) {
        StringBuilder head = new StringBuilder(methodAndTarget).append(" HTTP/1.1\r\n");
        boolean hosted = ("\n" + String.join("\n", headers)).contains("\nHost:");
        if (!hosted) {
            head.append("Host: 127.0.0.1:").append(socket.getPort()).append("\r\n");
        }
        for (String header : headers) {
            if (!header.isEmpty()) {
                head.append(header).append("\r\n");
            }
        }
        return send(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8))
                .readAnswer();
    }

    public RawWebSocket send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawWebSocket text(String text) {
        return send(frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a masked frame whose first byte is {@code first}. */
    public RawWebSocket send(int first, byte... payload) {
        return send(frame(first, payload));
    }

    /** A masked frame, section 5.2. */
    public static byte[] frame(int first, byte... payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length <= 125) {
            out.write(0x80 | payload.length);
        } else if (payload.length <= 0xFFFF) {
            out.write(0x80 | 126);
            out.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(0x80 | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ MASK[i % 4]);
        }
        return out.toByteArray();
    }

    /** The next frame; null when the server closed the connection. */
    public Frame read() {
        try {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int length = in.readUnsignedByte();
            long size = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
            byte[] payload = new byte[Math.toIntExact(size)];
            in.readFully(payload);
            return new Frame(first, payload);
        } catch (EOFException | SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame with this opcode. */
    public Frame read(int opcode) {
        Frame frame = read();
        while (frame != null && frame.opcode() != opcode) {
            frame = read();
        }
        if (frame == null) {
            throw new AssertionError("the connection ended without a frame of opcode " + opcode);
        }
        return frame;
    }

    /** Says that it will send nothing more; it still reads. */
    public RawWebSocket finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips what comes until the server ends the connection. */
    public void readToEnd() {
        try {
            while (in.read() >= 0) {
                in.skip(in.available());
            }
        } catch (SocketException e) {
            // A reset is an end, too.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An HTTP answer with a body of known length, or none. */
    public Answer readAnswer() {
        try {
            String head = readHead();
            String[] lines = head.split("\r\n", -1);
            Answer answer = new Answer(
                    Integer.parseInt(lines[0].split(" ", -1)[1]), List.of(lines).subList(1, lines.length), "");
            String length = answer.header("content-length");
            byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
            return new Answer(answer.status(), answer.headers(), new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new AssertionError("the connection ended within an answer: " + head);
            }
            head.append((char) c);
        }
        return head.substring(0, head.length() - 4);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
