package dev.parley.room.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.StateModel;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangedPathsTest {
    private static StateObject read(JsonObject patch) {
        return StateReader.readStored(patch.encode());
    }

    @Test
    void itJudgesAsTheBookDoesHoweverTheChangesAreLearned() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            StateModel model = new StateModel();
            for (int i = 1; i <= 12; i++) {
                model.apply(10L * i, StateModel.randomPatch(random, 2));
            }
            Map<Long, JsonObject> changes = model.changes();
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
                JsonObject patch = StateModel.randomPatch(random, 2);
                long base = random.nextInt(125);
                assertEquals(
                        model.isConflict(base, patch),
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
