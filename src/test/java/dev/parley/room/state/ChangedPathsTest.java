package dev.parley.room.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangedPathsTest {
    /** What a patch touches, by the book. */
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

    static boolean isConflict(Map<Long, JsonObject> changes, long base, JsonObject patch) {
        return changes.entrySet().stream()
                .filter(change -> change.getKey() > base)
                .flatMap(change -> touched(change.getValue()).stream())
                .anyMatch(before -> touched(patch).stream().anyMatch(now -> meet(before, now)));
    }

    /** A small patch of few names, so that patches meet. */
    static JsonObject random(Random random, int depth) {
        JsonObject patch = new JsonObject();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = String.valueOf((char) ('a' + random.nextInt(5)));
            switch (random.nextInt(depth > 0 ? 6 : 3)) {
                case 0 -> patch.putNull(name);
                case 1 -> patch.put(name, random.nextInt(10));
                case 2 -> patch.put(name, new JsonObject());
                default -> patch.put(name, random(random, depth - 1));
            }
        }
        return patch;
    }

    private static StateObject read(JsonObject patch) {
        return StateReader.readStored(patch.encode());
    }

    @Test
    void itJudgesAsTheBookDoesHoweverTheChangesAreLearned() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            LinkedHashMap<Long, JsonObject> changes = new LinkedHashMap<>();
            for (int i = 1; i <= 12; i++) {
                changes.put(10L * i, random(random, 2));
            }
            long floor = 10L * random.nextInt(13);
            ChangedPaths paths = new ChangedPaths(floor);
            changes.forEach((seq, patch) -> {
                if (seq > floor) {
                    paths.add(read(patch), seq);
                }
            });
            LinkedHashMap<Long, StateObject> earlier = new LinkedHashMap<>();
            for (long seq = floor; seq > 0; seq -= 10) {
                earlier.put(seq, read(changes.get(seq)));
            }
            paths.addEarlier(earlier, 0);
            assertEquals(0, paths.floor());
            for (int i = 0; i < 40; i++) {
                JsonObject patch = random(random, 2);
                long base = random.nextInt(125);
                assertEquals(
                        isConflict(changes, base, patch),
                        paths.isChangedAfter(base, read(patch)),
                        changes + ": " + patch + " on " + base);
            }
        }
    }

    /** Whatever is forgotten: what was changed is never taken for unchanged, and the last thousand count. */
    @Test
    void memoryIsBoundedOnTheSafeSide() {
        ChangedPaths paths = new ChangedPaths(0);
        int last = 20_000;
        String name = "x".repeat(200);
        for (int i = 1; i <= last; i++) {
            paths.add(wide(name, i), i);
            assertTrue(paths.weight() <= ChangedPaths.WEIGHT_MAX);
        }
        assertTrue(paths.floor() > 0 && paths.floor() < last - ChangedPaths.REMEMBERED, "floor " + paths.floor());
        assertEquals(0, paths.missing());
        for (int i = (int) paths.floor() + 1; i <= last; i++) {
            assertTrue(paths.isChangedAfter(i - 1, wide(name, i)));
        }
        assertFalse(paths.isChangedAfter(last, wide(name, last)));
        assertFalse(paths.isChangedAfter(last - 1, wide(name, last - 1)), "the last ones are told apart");
    }

    private static StateObject wide(String name, int i) {
        return read(new JsonObject().put("o", new JsonObject().put(name + i, new JsonObject().put("a", 1))));
    }

    @Test
    void aFewChangesOfVeryManyMembersAreRememberedByTheirObject() {
        ChangedPaths paths = new ChangedPaths(0);
        for (int i = 1; i <= 500; i++) {
            JsonObject members = new JsonObject();
            for (int j = 0; j < 100; j++) {
                members.put("m" + i + "-" + j, j);
            }
            paths.add(read(new JsonObject().put("o" + i % 3, members)), i);
        }
        assertEquals(0, paths.floor(), "none of the last thousand is forgotten");
        for (int i = 1; i <= 500; i++) {
            StateObject same = read(new JsonObject().put("o" + i % 3, new JsonObject().put("m" + i + "-7", 0)));
            assertTrue(paths.isChangedAfter(i - 1, same));
        }
        assertFalse(paths.isChangedAfter(0, read(new JsonObject().put("p", 1))), "beside these nothing was changed");
    }
}
