package dev.parley.room;

import dev.parley.config.AssistantConfig;
import dev.parley.config.AssistantConfig.ReplyPolicy;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand.Here;
import dev.parley.messages.RoomCommand.Say;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Content;
import dev.parley.model.Member;
import dev.parley.model.Role;
import dev.parley.room.quota.AnswerQuota;
import dev.parley.room.quota.TokenQuota;
import dev.parley.room.rules.Assistants;
import dev.parley.room.rules.Room;
import dev.parley.room.rules.RoomRoster;
import dev.parley.room.rules.TurnPrompt;
import dev.parley.store.Claim;
import dev.parley.store.Roster;
import dev.parley.testing.TestConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of this package begin with. */
public final class Rooms {
    public static final Claim EMPTY = new Claim(1, 0, List.of(), false);

    private Rooms() {}

    public static Limits limits(int messagesBurst, int answersPerMinute, int answersPerRoom) {
        return limits(messagesBurst, answersPerMinute, answersPerRoom, 0, 0);
    }

    public static Limits limits(
            int messagesBurst, int answersPerMinute, int answersPerRoom, long tokensPerDay, long tokensPerDayRoom) {
        Limits standard = TestConfig.standard().limits();
        return TestConfig.changed(
                standard,
                "messages",
                new Limits.Rate(1, messagesBurst),
                "answersPerMinute",
                answersPerMinute,
                "guestAnswersPerMinute",
                answersPerMinute,
                "answersPerRoom",
                answersPerRoom,
                "tokensPerDay",
                tokensPerDay,
                "tokensPerDayRoom",
                tokensPerDayRoom);
    }

    static RoomsConfig config(int pending) {
        String second = "1s";
        return TestConfig.with(new JsonObject()
                        .put(
                                "rooms",
                                new JsonObject()
                                        .put("pending", pending)
                                        .put("idleTimeout", second)
                                        .put("typingTimeout", second)
                                        .put("presenceBatch", second)
                                        .put("rollCall", second)))
                .rooms();
    }

    public static Room room(Claim claim, Limits limits, int pending, AssistantConfig... assistants) {
        return room(claim, Map.of(), limits, pending, assistants);
    }

    public static Room room(
            Claim claim, Map<Long, TurnPrompt> prompts, Limits limits, int pending, AssistantConfig... assistants) {
        AtomicInteger ids = new AtomicInteger();
        return new Room(
                "r",
                claim,
                prompts,
                limits,
                config(pending),
                2,
                new Assistants(List.of(assistants)),
                new AnswerQuota(limits),
                new TokenQuota(query -> Future.succeededFuture(List.of()), limits),
                () -> "id" + ids.incrementAndGet(),
                new RoomRoster(Roster.EMPTY),
                Clock.systemUTC());
    }

    public static AssistantConfig assistant(String name, ReplyPolicy answers, String... always) {
        return assistant(name, answers, AssistantConfig.Overlap.QUEUE, always);
    }

    public static AssistantConfig assistant(
            String name, ReplyPolicy answers, AssistantConfig.Overlap overlap, String... always) {
        return TestConfig.changed(
                TestConfig.assistant(new JsonObject().put("name", name)),
                "answers",
                answers,
                "overlap",
                overlap,
                "always",
                List.of(always));
    }

    public static Author user(String id) {
        return new Author(id, id, Author.Kind.USER);
    }

    public static Say say(String user, String id, String text) {
        return new Say(id, speaker(user), Content.of(text));
    }

    public static Speaker speaker(String user) {
        return new Speaker(user(user), Role.MEMBER, "::1");
    }

    /** Somebody with this role, whose token opens all rooms. */
    public static Principal principal(String user, Role role) {
        return new Principal(user, role, List.of("*"));
    }

    public static Principal member(String user) {
        return principal(user, Role.MEMBER);
    }

    public static Here here(String connection, String user) {
        return new Here(connection, new Member(user, user, null));
    }
}
