package dev.parley.ai.builtin;

import static dev.parley.ai.Samples.ANN;
import static dev.parley.ai.Samples.BOB;
import static dev.parley.ai.Samples.BOT;
import static dev.parley.ai.Samples.CID;
import static dev.parley.ai.Samples.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.Samples;
import dev.parley.ai.history.ChatLine;
import dev.parley.ai.provider.AiProvider.Prompt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltinRepliesTest {
    private static final List<ChatLine> ROOM = List.of(
            line(1, ANN, "Morning! The beta launch is planned for Friday. Marketing needs the release notes."),
            line(2, BOB, "The migration of the billing database failed on staging last night."),
            line(3, CID, "I will look at the billing migration. Probably the index is missing."),
            line(4, BOT, "I am the assistant and my own words about billing migration are never quoted."),
            line(5, BOB, "@assistant summary"),
            line(6, BOB, "We decided to postpone the beta launch to Monday."),
            line(7, CID, "Agreed, Monday is fine with me. The billing migration works again on staging."),
            line(8, BOB, "Who writes the release notes for marketing?"));

    private static String reply(String text, List<ChatLine> room) {
        return Replies.to(prompt(text, room));
    }

    private static Prompt prompt(String text, List<ChatLine> room) {
        return Samples.prompt(Samples.builtin(Duration.ZERO), text, room);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"help", "summary", "catch up", "search beta", "decisions", "beta?", "", "@assistant", "?!", "zzz"
            })
    void everyAnswerSaysEnough(String text) {
        for (List<ChatLine> room :
                List.of(ROOM, List.<ChatLine>of(), ROOM.subList(0, 1), List.of(line(1, BOB, "ok")))) {
            String reply = reply(text, room);
            assertTrue(reply.split("\\s+").length >= 15, text + " -> " + reply);
            assertEquals(reply, reply(text, room));
        }
    }

    @Test
    void helpSaysWhatItIs() {
        String help = reply("hello", ROOM);
        assertTrue(help.contains("not a language model"), help);
        assertTrue(help.contains("catch up") && help.contains("search") && help.contains("decisions"), help);
    }

    @Test
    void aSummaryQuotesPeopleWithReferences() {
        String summary = reply("@assistant summarize", ROOM);
        assertTrue(
                summary.contains("6 messages by Bob, Ann, Cid") || summary.contains("6 messages by Bob, Cid, Ann"),
                summary);
        assertTrue(
                summary.contains("- #2 Bob: “The migration of the billing database failed on staging last night.”"),
                summary);
        assertFalse(summary.contains("never quoted"), summary);
        assertFalse(summary.contains("@assistant"), summary);
    }

    @Test
    void everyQuoteStandsInTheRoom() {
        for (String wish : List.of("summary", "catch up", "search billing", "decisions", "release notes?")) {
            reply(wish, ROOM).lines().filter(l -> l.startsWith("- #")).forEach(quote -> {
                long seq = Long.parseLong(quote.substring(3, quote.indexOf(' ', 3)));
                ChatLine chatLine = ROOM.get((int) seq - 1);
                assertTrue(quote.contains(" " + chatLine.from().name() + ": "), quote);
                assertTrue(
                        chatLine.text().contains(quote.substring(quote.indexOf('“') + 1, quote.lastIndexOf('”'))),
                        quote);
            });
        }
    }

    @Test
    void aSummaryDoesNotRepeatItself() {
        List<ChatLine> room = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            room.add(line(i, BOB, "The billing migration failed on the staging database cluster again."));
        }
        room.add(line(9, CID, "Lunch is served."));
        String summary = reply("summary", room);
        assertTrue(summary.contains("#9 Cid"), summary);
        assertEquals(3, summary.split("“", -1).length, summary + " quotes the same twice");
    }

    @Test
    void catchingUpBeginsAfterTheAskersOwnLastMessage() {
        String missed = reply("what did I miss?", ROOM);
        assertTrue(missed.contains("5 messages by Bob, Cid (#2–#8) since your message #1"), missed);
        assertTrue(missed.contains("open:\n- #8 Bob: “Who writes the release notes for marketing?”"), missed);
    }

    @Test
    void anAnsweredQuestionIsNotOpen() {
        List<ChatLine> room = new ArrayList<>(ROOM);
        room.add(line(9, CID, "I do."));
        assertTrue(reply("catch up", room).contains("No question in there looks open"));
    }

    @Test
    void whoMissedNothingIsTold() {
        List<ChatLine> room = new ArrayList<>(ROOM);
        room.add(line(9, ANN, "I do."));
        assertTrue(reply("catch up", room).startsWith("You missed nothing"));
    }

    @Test
    void aSearchShowsWhatHoldsTheWords() {
        String found = reply("search launching beta", ROOM);
        assertTrue(found.startsWith("2 messages"), found);
        assertTrue(found.contains("- #1 Ann") && found.contains("- #6 Bob"), found);
        assertFalse(found.contains("#2"), found);
        assertTrue(reply("find unicorns", ROOM).startsWith("I found nothing"));
        assertTrue(reply("search beta kitchen", ROOM).startsWith("No message"));
    }

    @Test
    void aLongMessageIsShownWhereItMatches() {
        String text = "filler ".repeat(200) + "needle" + " filler".repeat(200);
        String found = reply("search needle", List.of(line(1, BOB, text)));
        assertTrue(found.contains("needle filler"), found);
        assertTrue(found.length() < 600, found);
    }

    @Test
    void decisionsAreFoundByTheirWording() {
        String decisions = reply("decisions", ROOM);
        assertTrue(decisions.contains("- #6 Bob") && decisions.contains("- #7 Cid: “Agreed"), decisions);
        assertFalse(decisions.contains("#2 "), decisions);
    }

    @Test
    void aQuestionGetsTheMessagesThatShareItsWords() {
        String reply = reply("@assistant how is the billing migration going?", ROOM);
        assertTrue(reply.contains("- #7 Cid") && reply.contains("not a language model"), reply);
    }

    @Test
    void emojiAreNeverCutInHalf() {
        String reply = reply("search 😀", List.of(line(1, BOB, "a" + "😀".repeat(400))));
        assertTrue(StandardCharsets.UTF_16.newEncoder().canEncode(reply), reply);
    }

    @Test
    void piecesJoinToTheText() {
        String reply = reply("summary", ROOM);
        assertEquals(reply, String.join("", PacedOutput.words(reply)));
        assertTrue(PacedOutput.words(reply).size() > 15);
    }
}
