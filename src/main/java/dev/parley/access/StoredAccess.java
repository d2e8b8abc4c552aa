package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Refusal;
import dev.parley.model.Standing;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges by {@link AccessRules}: first by the token, which costs nothing, then by what is stored. Any thread. */
record StoredAccess(Standings standings, Visits visits) implements Access {

    @Override
    public Access telling(Visit visit) {
        return new StoredAccess(standings, visits.by(visit));
    }

    @Override
    public Future<Void> knock(Principal who, Action action, Resource about) {
        return answer(TokenRules.judge(who, action, about));
    }

    @Override
    public Future<Void> check(Principal who, Action action, Resource about) {
        Optional<Refusal> shut = TokenRules.judge(who, action, about);
        if (shut.isPresent()) {
            return answer(shut);
        }
        // Nothing that is stored changes whose an assistant: room is.
        if (about.room() == null || AssistantRooms.isPrivate(about.room())) {
            return answer(AccessRules.judge(who, action, about, Standing.PLAIN));
        }
        return standings.standing(about.room(), who.user()).compose(in -> answer(
                        AccessRules.judge(who, action, about, in))
                .compose(v -> action == Action.READ && AccessRules.isVisit(who, about.room(), in)
                        ? visits.tell(who, about.room())
                        : Future.succeededFuture()));
    }

    @Override
    public Future<Set<String>> enterable(Principal who, Map<String, Standing> rooms) {
        if (rooms.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return standings
                .kicks(who.user(), rooms.keySet())
                .map(kicks -> rooms.keySet().stream().collect(Collectors.toMap(Function.identity(), room -> {
                    Standing in = rooms.get(room);
                    return kicks.containsKey(room) ? in.kicked(kicks.get(room)) : in;
                })))
                .compose(known -> Access.super.enterable(who, known));
    }

    private static Future<Void> answer(Optional<Refusal> refusal) {
        return refusal.map(Future::<Void>failedFuture).orElseGet(Future::succeededFuture);
    }
}
