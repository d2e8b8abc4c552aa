package dev.parley.room.rules;

import static dev.parley.room.Rooms.assistant;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.config.AssistantConfig.ReplyPolicy;
import dev.parley.model.Content;
import dev.parley.model.RoomOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssistantsTest {
    private final Assistants assistants = new Assistants(List.of(
            assistant("Bot", ReplyPolicy.MENTION, "help-*", "a.b"),
            assistant("mute", ReplyPolicy.NEVER, "quiet"),
            assistant("night-owl", ReplyPolicy.MENTION)));

    private List<String> called(String room, String text) {
        return assistants.calledBy(room, Content.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@bot hi",
                "@BOT",
                "hi @Bot",
                "hi,@bot!",
                "(@bot)",
                "„@bot“",
                "@bot's",
                "@bot.",
                "@bot: hi",
                "@bot?",
                "\n@bot\n",
                "@nobody @bot",
                "👋@bot",
                "@bot— please",
                "@bot- please"
            })
    void aMentionAtTheStartOfAWordCalls(String text) {
        assertEquals(List.of("Bot"), called("r", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bot",
                "ann@bot",
                "ann@bot.org",
                "ann.x@bot.org",
                "é@bot",
                "9@bot",
                "@@bot",
                "@bots",
                "@bo",
                "@bot2",
                "@boté",
                "@bot-2",
                "@ bot",
                "@",
                "ann_@bot"
            })
    void everythingElseDoesNot(String text) {
        assertEquals(List.of(), called("r", text));
    }

    @Test
    void aNameMayHoldAHyphen() {
        assertEquals(List.of("night-owl"), called("r", "@night-owl, hi"));
        assertEquals(List.of(), called("r", "@night"));
    }

    @Test
    void oneThatIsMentionedTwiceIsCalledOnceAndInTheirOwnOrder() {
        assertEquals(List.of("Bot", "night-owl"), called("r", "@night-owl @bot @BOT @night-owl"));
    }

    @Test
    void whatIsSetForARoomStandsOverTheConfiguration() {
        Assistants here = assistants.with(new RoomOptions(Map.of(
                "Bot", new RoomOptions.ForAssistant("mention", null),
                "mute", new RoomOptions.ForAssistant("always", "merge"),
                "night-owl", new RoomOptions.ForAssistant("never", null),
                "gone", new RoomOptions.ForAssistant("always", null))));
        assertEquals(List.of("mute"), here.calledBy("help-me", Content.of("hi @night-owl")));
        assertEquals(List.of("Bot", "mute"), here.calledBy("r", Content.of("hi @bot")));
        assertEquals(List.of("mute"), here.mentionedBy("Bot", "ask @mute or @night-owl"));
        assertEquals(Overlap.MERGE, here.overlap("mute"));
        assertEquals(Overlap.QUEUE, here.overlap("Bot"));
        Assistants onlyOverlap =
                assistants.with(new RoomOptions(Map.of("Bot", new RoomOptions.ForAssistant(null, "reject"))));
        assertEquals(List.of("Bot"), onlyOverlap.calledBy("help-me", Content.of("hi")));
        assertEquals(Overlap.REJECT, onlyOverlap.overlap("Bot"));
    }

    @Test
    void oneMayAnswerAlways() {
        Assistants eager = new Assistants(List.of(assistant("bot", ReplyPolicy.ALWAYS)));
        assertEquals(List.of("bot"), eager.calledBy("r", Content.of("hi")));
        assertEquals(List.of("bot"), eager.mentionedBy("owl", "ask @bot"));
    }

    @Test
    void theListOfMentionsCallsToo() {
        assertEquals(List.of("Bot"), assistants.calledBy("r", new Content("hi", null, List.of("BOT", "mute"))));
        assertEquals(List.of(), assistants.calledBy("r", new Content("hi", null, List.of("@bot"))));
    }

    @Test
    void whoNeverAnswersAnswersOnlyInItsOwnRooms() {
        assertEquals(List.of(), called("r", "@mute hi"));
        assertEquals(List.of("mute"), called("quiet", "hi"));
    }

    @Test
    void aPatternsStarIsAnyTextAndItsDotADot() {
        assertEquals(List.of("Bot"), called("help-me", "hi"));
        assertEquals(List.of("Bot"), called("help-", "@bot hi"));
        assertEquals(List.of(), called("xhelp-me", "hi"));
        assertEquals(List.of("Bot"), called("a.b", "hi"));
        assertEquals(List.of(), called("axb", "hi"));
    }
}
