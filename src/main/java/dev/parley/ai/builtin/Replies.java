package dev.parley.ai.builtin;

import dev.parley.ai.history.ChatLine;
import dev.parley.ai.provider.AiProvider.Prompt;
import dev.parley.ai.summary.MessageSearch;
import dev.parley.ai.summary.Quote;
import dev.parley.ai.summary.Ranking;
import dev.parley.ai.summary.Sentence;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Composes the whole answer to a prompt: one method for each command. Never empty.
 *
 * <p>Pure; slow for long histories, so it runs on a worker.
 */
final class Replies {
    private static final int SUMMARY_MOST = 6;
    private static final int KEY_MOST = 4;
    private static final int QUESTIONS_MOST = 5;
    private static final int FOUND_MOST = 6;
    private static final int DECISIONS_MOST = 10;
    private static final double ALL_WORDS = 1;
    private static final double SOME_WORDS = 0.34;
    private static final Pattern DECISION = Pattern.compile(
            "(?iu)\\b(decided|decision|agreed|agreement|approved|settled|consensus|final call|we (?:will|'ll|shall) "
                    + "(?:go|use|ship|do|keep|drop|move|start|stop)|we'll (?:go|use|ship|do|keep|drop|move|start|stop)"
                    + "|let's (?:go with|use|ship|do|keep|drop)|going with|go with|we are (?:using|keeping|dropping)"
                    + "|we chose|we choose|signed off|the plan is)\\b");

    private final Prompt prompt;
    private final Transcript transcript;

    private Replies(Prompt prompt) {
        this.prompt = prompt;
        this.transcript = Transcript.before(prompt);
    }

    static String to(Prompt prompt) {
        Replies replies = new Replies(prompt);
        BuiltinCommand builtinCommand =
                BuiltinCommand.of(prompt.text(), prompt.assistant().name());
        return switch (builtinCommand.kind()) {
            case HELP -> replies.help();
            case SUMMARY -> replies.summary();
            case CATCH_UP -> replies.catchUp();
            case SEARCH -> replies.search(builtinCommand.about());
            case DECISIONS -> replies.decisions();
            case ASK -> replies.ask(builtinCommand.about());
        };
    }

    private String help() {
        return "Hello " + prompt.asker().name() + ", I am " + prompt.assistant().name()
                + ", Parley's built-in assistant. I am not a language model: I find, count and quote what people wrote in"
                + " this room, and I make nothing up. You can ask me for:\n"
                + "- summary: what this conversation is about\n"
                + "- catch up: what was said since your last message, and which questions are open\n"
                + "- search <words>: messages that hold them\n"
                + "- decisions: what looks decided\n"
                + "References such as #12 are the numbers of the messages. For a model's answers, an operator can add"
                + " an assistant with provider \"openai\".";
    }

    private String summary() {
        if (transcript.isEmpty()) {
            return nothingYet();
        }
        List<Sentence> best = new Ranking(Sentence.of(transcript.lines())).best(SUMMARY_MOST);
        StringBuilder text = new StringBuilder("Summary of " + extent(transcript.lines()) + ". ");
        if (best.isEmpty()) {
            return text + "They are too short for me to tell which of them matter; scroll up to read them all.";
        }
        text.append("These sentences carry most of it, in people's own words:\n");
        best.forEach(sentence -> text.append(Quote.of(sentence.line(), sentence.text())));
        return text.toString();
    }

    private String catchUp() {
        if (transcript.isEmpty()) {
            return nothingYet();
        }
        List<ChatLine> missed = transcript.missedBy(prompt.asker());
        String since = transcript
                .last()
                .map(chatLine -> "since your message #" + chatLine.seq())
                .orElse("in what I can see of this room, where you have not written yet");
        if (missed.isEmpty()) {
            return "You missed nothing: nobody else has written anything " + since
                    + ". Ask me for a summary to see what was said before that.";
        }
        StringBuilder text = new StringBuilder("What you missed: " + extent(missed) + " " + since + ".\n");
        List<Sentence> key = new Ranking(Sentence.of(missed)).best(KEY_MOST);
        if (!key.isEmpty()) {
            text.append("Key messages:\n");
            key.forEach(sentence -> text.append(Quote.of(sentence.line(), sentence.text())));
        }
        List<Sentence> open = OpenQuestions.open(missed);
        text.append(open.isEmpty() ? "No question in there looks open." : "Questions that look open:\n");
        open.stream()
                .skip(Math.max(0, open.size() - QUESTIONS_MOST))
                .forEach(sentence -> text.append(Quote.of(sentence.line(), sentence.text())));
        return text.toString();
    }

    private String search(String about) {
        List<ChatLine> found = MessageSearch.matches(transcript.lines(), about, ALL_WORDS);
        if (!found.isEmpty()) {
            return counted(found.size(), "message") + " of the last "
                    + transcript.lines().size() + " that I can see in this" + " room "
                    + (found.size() == 1 ? "holds" : "hold") + " “" + about + "”:\n" + quotes(found, about);
        }
        List<ChatLine> near = MessageSearch.matches(transcript.lines(), about, SOME_WORDS);
        if (near.isEmpty()) {
            return "I found nothing about “" + about + "” in the last "
                    + counted(transcript.lines().size(), "message")
                    + " that I can see here. I compare words, not meanings, so another word may help.";
        }
        return "No message of the last " + transcript.lines().size() + " that I can see here holds all of “" + about
                + "”, but some of its words stand in these:\n" + quotes(near, about);
    }

    private String decisions() {
        List<Sentence> decided = Sentence.of(transcript.lines()).stream()
                .filter(sentence -> !sentence.isQuestion())
                .filter(sentence ->
                        DECISION.matcher(sentence.text().replace('’', '\'')).find())
                .toList();
        if (decided.isEmpty()) {
            return "I found no message that looks like a decision among the last "
                    + counted(transcript.lines().size(), "message")
                    + " that I can see here. I look for words such as “decided”, “agreed” or “let's go with”.";
        }
        StringBuilder text =
                new StringBuilder("These messages look like decisions, by their wording; whether they still"
                        + " hold is for you to judge:\n");
        decided.stream()
                .skip(Math.max(0, decided.size() - DECISIONS_MOST))
                .forEach(sentence -> text.append(Quote.of(sentence.line(), sentence.text())));
        return text.toString();
    }

    private String ask(String about) {
        List<ChatLine> found = MessageSearch.matches(transcript.lines(), about, SOME_WORDS);
        if (found.isEmpty()) {
            return "I found nothing in this room that matches your question, and I do not invent answers. " + help();
        }
        return "I am not a language model, so I cannot answer that myself, but these messages of this room share words"
                + " with your question:\n" + quotes(found, about)
                + "Say “help” to see what else I can do.";
    }

    private String nothingYet() {
        return "There is nothing to tell yet: before your message nobody has written anything in this room that I can"
                + " see. Say “help” to learn what I can do once there is.";
    }

    /** The best messages, in the order of the room. */
    private static String quotes(List<ChatLine> found, String about) {
        StringBuilder text = new StringBuilder();
        found.stream()
                .limit(FOUND_MOST)
                .sorted(Comparator.comparingLong(ChatLine::seq))
                .forEach(
                        chatLine -> text.append(Quote.around(chatLine, MessageSearch.foundIn(chatLine.text(), about))));
        if (found.size() > FOUND_MOST) {
            text.append("and ").append(found.size() - FOUND_MOST).append(" more.\n");
        }
        return text.toString();
    }

    private static String extent(List<ChatLine> chatLines) {
        List<String> people = Transcript.people(chatLines);
        String first = String.join(", ", people.subList(0, Math.min(people.size(), 4)));
        String rest = people.size() > 4 ? " and " + (people.size() - 4) + " more" : "";
        return counted(chatLines.size(), "message") + " by " + first + rest + " (#"
                + chatLines.get(0).seq() + "–#"
                + chatLines.get(chatLines.size() - 1).seq() + ")";
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
