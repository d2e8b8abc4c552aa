package dev.parley.ai.dialects;

import dev.parley.ai.provider.Dialect;
import dev.parley.config.AssistantConfig;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A provider as the tests of all dialects lead it: what it says, in its own dialect. */
public abstract class Voice {
    public static final String KEY = "key-secret-1234";
    public static final int INPUT = 12;
    public static final int OUTPUT = 3;

    /** Why it finishes. */
    public enum Why {
        DONE,
        LENGTH,
        TOOLS,
        FILTERED
    }

    /** A tool that it asks for; an empty id means that it gives none. */
    public record Call(String id, String name, List<String> pieces) {
        public static Call of(String id, String name, String... pieces) {
            return new Call(id, name, List.of(pieces));
        }
    }

    private String newline = "\n";

    public abstract Dialect dialect();

    public abstract AssistantConfig assistant(FakeOpenAi fake);

    /** What comes before the first output. */
    public abstract Voice begin(FakeTurn turn);

    public abstract Voice say(FakeTurn turn, String text);

    public abstract Voice think(FakeTurn turn);

    /** All of them at once, their pieces interleaved where the dialect can. */
    public abstract Voice ask(FakeTurn turn, List<Call> calls);

    /** The stop, the usage and the end mark. */
    public abstract Voice finish(FakeTurn turn, Why why);

    /** Everything but the end mark. */
    public abstract Voice almostFinish(FakeTurn turn);

    /** It says that it failed. */
    public abstract Voice fail(FakeTurn turn);

    /** It says that it has too much to do; false when its dialect has no word for it. */
    public boolean overload(FakeTurn turn) {
        return false;
    }

    /** Its data are these. */
    public abstract Voice data(FakeTurn turn, String data);

    /** More at once than is allowed. */
    public abstract Voice huge(FakeTurn turn);

    /** From now on lines end like this. */
    public Voice linesEndWith(String end) {
        newline = end;
        return this;
    }

    /** Whatever it is, with its dialect's type of content. */
    public Voice raw(FakeTurn turn, String text) {
        turn.raw(text);
        turn.end();
        return this;
    }

    Voice event(FakeTurn turn, String type, JsonObject data) {
        return event(turn, type, text(data));
    }

    Voice event(FakeTurn turn, String type, String data) {
        String name = type.isEmpty() ? "" : "event: " + type + "\n";
        turn.raw((name + "data: " + data + "\n\n").replace("\n", newline));
        return this;
    }

    /** With escapes where a surrogate stands alone, which no UTF-8 could carry. */
    static String text(JsonObject data) {
        String text = data.encode();
        boolean whole = text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (whole) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(c < 128 ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return escaped.toString();
    }
}
