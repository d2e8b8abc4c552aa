package dev.parley.room;

import dev.parley.config.AssistantConfig;
import dev.parley.config.AssistantConfig.Answers;
import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.protocol.Content;
import dev.parley.protocol.RoomPatterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which assistants a message calls: those that always answer in its room, and those it mentions. A mention is
 * {@code @name} at the start of a word, in any case, or the name in {@code mentions}. Immutable.
 */
public final class Assistants {
    private static final Pattern MENTION =
            Pattern.compile("(?<![\\p{L}\\p{N}_@.-])@([A-Za-z0-9_-]{1,64})(?![\\p{L}\\p{N}_-])");

    /** What may belong to a name or stand behind it. */
    private static final Pattern TRAILING = Pattern.compile("[_-]+$");

    private final List<AssistantConfig> all;

    public Assistants(List<AssistantConfig> all) {
        this.all = List.copyOf(all);
    }

    Overlap overlap(String name) {
        return all.stream()
                .filter(assistant -> assistant.name().equals(name))
                .findFirst()
                .map(AssistantConfig::overlap)
                .orElse(Overlap.QUEUE); // one that was there when it was asked
    }

    /** The other assistants that an assistant's answer mentions. */
    List<String> mentionedBy(String assistant, String answer) {
        Set<String> mentioned = mentionedIn(Content.of(answer));
        return all.stream()
                .filter(other -> other.answers() == Answers.MENTION && mentioned.contains(lower(other.name())))
                .map(AssistantConfig::name)
                .filter(name -> !name.equals(assistant))
                .toList();
    }

    List<String> calledBy(String room, Content content) {
        Set<String> mentioned = mentionedIn(content);
        List<String> called = new ArrayList<>();
        for (AssistantConfig assistant : all) {
            boolean always = RoomPatterns.mayEnter(assistant.always(), room);
            boolean asked = assistant.answers() == Answers.MENTION && mentioned.contains(lower(assistant.name()));
            if (always || asked) {
                called.add(assistant.name());
            }
        }
        return called;
    }

    private static Set<String> mentionedIn(Content content) {
        Set<String> names = content.mentions().stream().map(Assistants::lower).collect(Collectors.toSet());
        Matcher matcher = MENTION.matcher(content.text());
        while (matcher.find()) {
            String name = lower(matcher.group(1));
            names.add(name);
            names.add(TRAILING.matcher(name).replaceFirst(""));
        }
        return names;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
