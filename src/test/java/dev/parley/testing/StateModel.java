package dev.parley.testing;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A room's shared state by the book, without a thought of what it costs. */
public final class StateModel {
    private final TreeMap<Long, JsonObject> changes = new TreeMap<>();
    private JsonObject state = new JsonObject();

    public JsonObject state() {
        return state;
    }

    /** Of the last change; 0 when there was none. */
    public long seq() {
        return changes.isEmpty() ? 0 : changes.lastKey();
    }

    public void apply(long seq, JsonObject patch) {
        changes.put(seq, patch);
        state = merged(state, patch);
    }

    public boolean isChangedBy(JsonObject patch) {
        return !merged(state, patch).equals(state);
    }

    /** Whether a member that the patch touches was changed after {@code base}. */
    public boolean isConflict(long base, JsonObject patch) {
        List<List<String>> now = touched(patch);
        return changes.tailMap(base, false).values().stream()
                .flatMap(change -> touched(change).stream())
                .anyMatch(before -> now.stream().anyMatch(path -> meet(before, path)));
    }

    /** What it was changed by. */
    public Map<Long, JsonObject> changes() {
        return changes;
    }

    /** RFC 7396, section 2. */
    private static JsonObject merged(JsonObject target, JsonObject patch) {
        JsonObject result = target.copy();
        patch.forEach(member -> {
            if (member.getValue() == null) {
                result.remove(member.getKey());
            } else if (member.getValue() instanceof JsonObject inner) {
                JsonObject there =
                        result.getValue(member.getKey()) instanceof JsonObject object ? object : new JsonObject();
                result.put(member.getKey(), merged(there, inner));
            } else {
                result.put(member.getKey(), member.getValue());
            }
        });
        return result;
    }

    /** The paths at which a patch ends. */
    private static List<List<String>> touched(JsonObject patch) {
        List<List<String>> all = new ArrayList<>();
        patch.forEach(member -> {
            if (member.getValue() instanceof JsonObject inner && !inner.isEmpty()) {
                touched(inner).forEach(path -> {
                    List<String> longer = new ArrayList<>(List.of(member.getKey()));
                    longer.addAll(path);
                    all.add(longer);
                });
            } else {
                all.add(List.of(member.getKey()));
            }
        });
        return all;
    }

    private static boolean meet(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        return one.subList(0, common).equals(other.subList(0, common));
    }

    /** A small patch of few names, so that patches meet. */
    public static JsonObject randomPatch(Random random, int depth) {
        JsonObject patch = new JsonObject();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = String.valueOf((char) ('a' + random.nextInt(5)));
            switch (random.nextInt(depth > 0 ? 6 : 3)) {
                case 0 -> patch.putNull(name);
                case 1 -> patch.put(name, random.nextInt(10));
                case 2 -> patch.put(name, new JsonObject());
                default -> patch.put(name, randomPatch(random, depth - 1));
            }
        }
        return patch;
    }
}
