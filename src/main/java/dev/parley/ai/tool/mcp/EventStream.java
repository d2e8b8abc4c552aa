package dev.parley.ai.tool.mcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The data of server-sent events (WHATWG HTML, section 9.2) from bytes in any portions; what is not ended by a blank line
 * is no event. Whoever feeds it bounds how much.
 */
final class EventStream {
    private final Consumer<String> out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean afterCr;

    EventStream(Consumer<String> out) {
        this.out = out;
    }

    void feed(byte[] bytes) {
        for (byte b : bytes) {
            boolean secondOfCrLf = afterCr && b == '\n';
            afterCr = b == '\r';
            if (b == '\r' || (b == '\n' && !secondOfCrLf)) {
                line(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (!secondOfCrLf) {
                line.write(b);
            }
        }
    }

    private void line(String text) {
        if (text.isEmpty() && !data.isEmpty()) {
            String event = data.substring(0, data.length() - 1); // without the last line's end
            data.setLength(0);
            out.accept(event);
        } else if (text.startsWith("data:")) {
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length()).append('\n');
        }
    }
}
