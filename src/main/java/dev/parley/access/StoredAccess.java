package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.Refusal;
import dev.parley.model.Standing;
import io.vertx.core.Future;
import java.util.Optional;

/** Judges by {@link AccessRules}: first by the token, which costs nothing, then by what is stored. Any thread. */
record StoredAccess(Standings standings) implements Access {

    @Override
    public Future<Void> knock(Principal who, Action action, Resource about) {
        return answer(AccessRules.judgeToken(who, action, about));
    }

    @Override
    public Future<Void> check(Principal who, Action action, Resource about) {
        Optional<Refusal> shut = AccessRules.judgeToken(who, action, about);
        if (shut.isPresent()) {
            return answer(shut);
        }
        if (about.room() == null) {
            return answer(AccessRules.judge(who, action, about, Standing.PLAIN));
        }
        return standings
                .standing(about.room(), who.user())
                .compose(in -> answer(AccessRules.judge(who, action, about, in)));
    }

    private static Future<Void> answer(Optional<Refusal> refusal) {
        return refusal.map(Future::<Void>failedFuture).orElseGet(Future::succeededFuture);
    }
}
