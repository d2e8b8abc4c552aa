package dev.parley.ai.provider;

import dev.parley.ai.provider.AiProvider.ToolRequest;
import dev.parley.ai.text.WholeCharacters;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the tool calls of a response together from pieces that come interleaved.
 *
 * <p>Each call is known by its place in the response (a dialect's index); a place that is begun again is another call.
 * Limits: 128 calls, 1 Mi characters of arguments together; more is a {@link ProviderFault}. Used by one response, on
 * its context.
 */
public final class ToolCalls {
    private static final int CALLS_MAX = 128;
    private static final int ARGUMENT_CHARS_MAX = 1 << 20;
    private static final int ID_CHARS_MAX = 128;
    private static final String TOO_MANY = "the model requested too many tools at once";

    private final List<Piece> all = new ArrayList<>();
    private final Map<Integer, Piece> byPlace = new HashMap<>();
    private final Runnable onCall;
    private long chars;

    private static final class Piece {
        private String id;
        private String name;
        private final StringBuilder arguments = new StringBuilder();

        Piece(String id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /** @param onCall is told of each call that begins */
    ToolCalls(Runnable onCall) {
        this.onCall = onCall;
    }

    /** A call begins. {@code id} may be empty, and the name too when it comes {@link #identify later}. */
    public void begin(int place, String id, String name) {
        if (all.size() >= CALLS_MAX) {
            throw new ProviderFault(TOO_MANY);
        }
        onCall.run();
        Piece piece = new Piece(id, name);
        all.add(piece);
        byPlace.put(place, piece);
    }

    /** A call of a provider that names no places. */
    public int begin(String id, String name) {
        int place = all.size();
        begin(place, id, name);
        return place;
    }

    /** An id or a name that comes after the call began. What is empty or was known already changes nothing. */
    public void identify(int place, String id, String name) {
        Piece call = byPlace.get(place);
        call.id = call.id.isEmpty() ? id : call.id;
        call.name = call.name.isEmpty() ? name : call.name;
    }

    /** The arguments of the call at this place as a whole, whatever came of them in pieces. */
    public void whole(int place, String arguments) {
        Piece call = byPlace.get(place);
        if (call != null && !arguments.isBlank()) {
            chars -= call.arguments.length();
            call.arguments.setLength(0);
            arguments(place, arguments);
        }
    }

    /** More of the arguments of the call at this place. */
    public void arguments(int place, String piece) {
        Piece call = byPlace.get(place);
        if (call == null) {
            throw new ProviderFault("the provider sent arguments of a tool without a name");
        }
        chars += piece.length();
        if (chars > ARGUMENT_CHARS_MAX) {
            throw new ProviderFault(TOO_MANY);
        }
        call.arguments.append(piece);
    }

    public boolean has(int place) {
        return byPlace.containsKey(place);
    }

    /** The id of the call at this place so far; empty when it has none. */
    public String id(int place) {
        return byPlace.get(place).id;
    }

    /** The name of the call at this place so far; empty when it has none. */
    public String name(int place) {
        return byPlace.get(place).name;
    }

    /** Whether the arguments of the call at this place are a whole JSON object already. */
    public boolean isWhole(int place) {
        String arguments = byPlace.get(place).arguments.toString().strip();
        if (!arguments.endsWith("}")) {
            return false;
        }
        try {
            return Json.decodeValue(arguments) instanceof JsonObject;
        } catch (DecodeException e) {
            return false;
        }
    }

    /** The place of the call with this id; -1 when there is none. */
    public int place(String id) {
        return byPlace.entrySet().stream()
                .filter(call -> !id.isEmpty() && call.getValue().id.equals(id))
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The place begun last. */
    public int last() {
        return all.size() - 1;
    }

    long chars() {
        return chars;
    }

    void check() {
        if (all.stream().anyMatch(piece -> piece.name.isEmpty())) {
            throw new ProviderFault("the provider sent a tool call without a name");
        }
    }

    /** The calls in their order; an id that is absent, unusable, or in {@code taken} is replaced by one of ours. */
    List<ToolRequest> requests(Set<String> taken) {
        Set<String> ids = new HashSet<>(taken);
        List<ToolRequest> wanted = new ArrayList<>();
        for (Piece piece : all) {
            String arguments = whole(piece.arguments.toString().strip());
            wanted.add(new ToolRequest(
                    unique(piece.id, ids),
                    WholeCharacters.repaired(piece.name),
                    arguments.isEmpty() ? "{}" : arguments));
        }
        return wanted;
    }

    /**
     * Without halves of characters, also where the model wrote them as escapes: no store and no provider takes them.
     */
    private static String whole(String arguments) {
        String text = WholeCharacters.repaired(arguments);
        if (!text.contains("\\u")) {
            return text;
        }
        try {
            JsonObject json = new JsonObject(text);
            JsonObject whole = RequestBody.whole(json.getMap());
            return whole.equals(json) ? text : whole.encode();
        } catch (DecodeException e) { // the model gets an error as the result
            return text;
        }
    }

    private static String unique(String id, Set<String> ids) {
        boolean usable = id.length() <= ID_CHARS_MAX && id.matches("[!-~]+");
        if (usable && ids.add(id)) {
            return id;
        }
        for (int i = ids.size() + 1; ; i++) {
            String made = "call_" + i;
            if (ids.add(made)) {
                return made;
            }
        }
    }
}
