package dev.parley.room.rules;

import dev.parley.config.Limits;
import dev.parley.limit.KeyedRate;
import dev.parley.limit.TokenBucket;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.room.quota.AnswerQuota;
import dev.parley.room.quota.TokenQuota;

/**
 * The limits that a message meets in its room: how often its sender writes, and how many answers are asked for.
 *
 * <p>Whatever is over a limit is refused and takes nothing of the limits after it. Pure; one thread at a time.
 */
final class MessageLimits {
    private static final int SENDERS_MAX = 10_000;
    private static final long BUSY_RETRY_MS = 1000;

    private final String room;
    private final Limits limits;
    private final int pendingMax;
    private final KeyedRate rate;
    private final KeyedRate signalRate;
    private final AnswerQuota answerQuota;
    private final TokenQuota tokens;

    MessageLimits(String room, Limits limits, int pendingMax, AnswerQuota answerQuota, TokenQuota tokens) {
        this.room = room;
        this.limits = limits;
        this.pendingMax = pendingMax;
        this.rate = new KeyedRate(() -> new TokenBucket(limits.messages()), SENDERS_MAX);
        this.signalRate = new KeyedRate(() -> new TokenBucket(limits.signals()), SENDERS_MAX);
        this.answerQuota = answerQuota;
        this.tokens = tokens;
    }

    /** Takes one message of its sender, or something else that is stored, or throws. */
    void takeMessage(Speaker by, int pending, long nowNanos) {
        if (pending >= pendingMax) {
            throw Code.OVERLOADED.refuse("too many messages of this room wait for the store", BUSY_RETRY_MS);
        }
        long wait = rate.take(by.author().id(), nowNanos);
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many messages in this room (limits.messages)", wait);
        }
    }

    /** Takes one custom event that is not stored, for so many users, or throws. */
    void takeSignal(Speaker by, int users, long nowNanos) {
        if (users > limits.signalTo()) {
            throw Code.TOO_LARGE.refuse(
                    "a signal names at most " + limits.signalTo() + " users in \"to\" (limits.signalTo)");
        }
        long wait = signalRate.take(by.author().id(), nowNanos);
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many signals in this room (limits.signals)", wait);
        }
    }

    /** Takes the answers that a message asks for, or throws; {@code inProgress} turns are there already. */
    void takeAnswers(Speaker by, int count, int inProgress, long now, long nowNanos) {
        if (count == 0) {
            return;
        }
        tokens.check(by.author().id(), room, now);
        if (count > freeTurns(inProgress)) {
            throw Code.RATE_LIMITED.refuse(
                    "too many answers in progress in this room (limits.answersPerRoom)", BUSY_RETRY_MS);
        }
        long wait = answerQuota.take(by, count, nowNanos);
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many answers requested (limits.answersPerMinute)", wait);
        }
    }

    /** The answers were not given: the sender may ask for them again. */
    void giveBackAnswers(Speaker by, int count) {
        answerQuota.giveBack(by, count);
    }

    /** How many more turns may be in progress in the room. */
    int freeTurns(int inProgress) {
        return Math.max(0, limits.answersPerRoom() - inProgress);
    }
}
