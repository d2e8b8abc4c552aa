package dev.parley.room;

import dev.parley.config.AssistantConfig;
import dev.parley.config.AssistantConfig.Answers;
import dev.parley.config.AwsConfig;
import dev.parley.config.Limits;
import dev.parley.config.RoomsConfig;
import dev.parley.protocol.Author;
import dev.parley.protocol.Content;
import dev.parley.protocol.Member;
import dev.parley.protocol.Role;
import dev.parley.protocol.RoomCommand.Here;
import dev.parley.protocol.RoomCommand.Say;
import dev.parley.protocol.Speaker;
import dev.parley.store.Claim;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of this package begin with. */
final class Rooms {
    static final Claim EMPTY = new Claim(1, 0, List.of(), false);

    private Rooms() {}

    static Limits limits(int messagesBurst, int answersPerMinute, int answersPerRoom) {
        return limits(messagesBurst, answersPerMinute, answersPerRoom, 0, 0);
    }

    static Limits limits(
            int messagesBurst, int answersPerMinute, int answersPerRoom, long tokensPerDay, long tokensPerDayRoom) {
        Limits.Rate many = new Limits.Rate(1000, 1000);
        return new Limits(
                65_536,
                16_384,
                100,
                20,
                1000,
                many,
                new Limits.Rate(1, messagesBurst),
                many,
                answersPerMinute,
                answersPerMinute,
                answersPerRoom,
                tokensPerDay,
                tokensPerDayRoom,
                1000,
                1000,
                1 << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(25),
                Duration.ofSeconds(60),
                1000,
                1 << 19,
                1 << 20,
                1000);
    }

    static RoomsConfig config(int pending) {
        Duration second = Duration.ofSeconds(1);
        return new RoomsConfig(second, 1000, pending, second, second, second, second, second, second);
    }

    static Room room(Claim claim, Limits limits, int pending, AssistantConfig... assistants) {
        AtomicInteger ids = new AtomicInteger();
        return new Room(
                "r",
                claim,
                limits,
                config(pending),
                2,
                new Assistants(List.of(assistants)),
                new AnswerQuota(limits),
                new TokenQuota(query -> Future.succeededFuture(List.of()), limits),
                () -> "id" + ids.incrementAndGet());
    }

    static AssistantConfig assistant(String name, Answers answers, String... always) {
        return assistant(name, answers, AssistantConfig.Overlap.QUEUE, always);
    }

    static AssistantConfig assistant(String name, Answers answers, AssistantConfig.Overlap overlap, String... always) {
        return new AssistantConfig(
                name,
                "builtin",
                "",
                "",
                "",
                "",
                answers,
                List.of(always),
                Duration.ZERO,
                overlap,
                "",
                List.of(),
                List.of(),
                0,
                "",
                AwsConfig.NONE);
    }

    static Author user(String id) {
        return new Author(id, id, Author.Kind.USER);
    }

    static Say say(String user, String id, String text) {
        return new Say(id, new Speaker(user(user), Role.MEMBER, "::1"), Content.of(text));
    }

    static Here here(String connection, String user) {
        return new Here(connection, new Member(user, user, null));
    }
}
