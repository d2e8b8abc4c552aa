package dev.parley.room.rules;

import dev.parley.config.AssistantConfig;
import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.config.AssistantConfig.ReplyPolicy;
import dev.parley.model.Content;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomPatterns;
import dev.parley.model.StateAccess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the assistants that a message calls: those that always answer in its room, and those it mentions.
 *
 * <p>A mention is {@code @name} at the start of a word, in any case, or the name in {@code mentions}. The options of a
 * room override the configuration. Immutable.
 */
public final class Assistants {
    private static final Pattern MENTION =
            Pattern.compile("(?<![\\p{L}\\p{N}_@.-])@([A-Za-z0-9_-]{1,64})(?![\\p{L}\\p{N}_-])");

    /** Characters that may belong to a name or stand behind it. */
    private static final Pattern TRAILING = Pattern.compile("[_-]+$");

    private final List<Rule> all;

    /**
     * When one assistant answers.
     *
     * @param always room patterns in which it answers every message
     */
    private record Rule(
            String name, ReplyPolicy policy, List<String> always, Overlap overlap, StateAccess stateAccess) {
        /** With the options of one room; if they say when it answers, the patterns do not matter. */
        Rule with(RoomOptions.ForAssistant set, String overlapOfAll) {
            Overlap here = overlapOfAll == null ? overlap : Overlap.valueOf(upper(overlapOfAll));
            if (set == null) {
                return new Rule(name, policy, always, here, stateAccess);
            }
            return new Rule(
                    name,
                    set.answers() == null ? policy : ReplyPolicy.valueOf(upper(set.answers())),
                    set.answers() == null ? always : List.of(),
                    set.overlap() == null ? here : Overlap.valueOf(upper(set.overlap())),
                    set.state() == null ? stateAccess : StateAccess.valueOf(upper(set.state())));
        }

        private static String upper(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    }

    public Assistants(List<AssistantConfig> all) {
        this((Collection<Rule>) all.stream()
                .map(each -> new Rule(each.name(), each.answers(), each.always(), each.overlap(), each.state()))
                .toList());
    }

    private Assistants(Collection<Rule> all) {
        this.all = List.copyOf(all);
    }

    /** As they are in a room with these options. */
    Assistants with(RoomOptions options) {
        Collection<Rule> rules = all.stream()
                .map(each -> each.with(options.assistants().get(each.name()), options.overlap()))
                .toList();
        return new Assistants(rules);
    }

    Overlap overlap(String name) {
        return named(name).map(Rule::overlap).orElse(Overlap.QUEUE);
    }

    StateAccess stateAccess(String name) {
        return named(name).map(Rule::stateAccess).orElse(StateAccess.NONE);
    }

    /** Empty for an assistant that was configured when a turn began, and is not any more. */
    private Optional<Rule> named(String name) {
        return all.stream().filter(assistant -> assistant.name().equals(name)).findFirst();
    }

    /** The other assistants that an assistant's answer mentions. */
    List<String> mentionedBy(String assistant, String answer) {
        Set<String> mentioned = mentionedIn(Content.of(answer));
        return all.stream()
                .filter(other -> other.policy() != ReplyPolicy.NEVER && mentioned.contains(lower(other.name())))
                .map(Rule::name)
                .filter(name -> !name.equals(assistant))
                .toList();
    }

    List<String> calledBy(String room, Content content) {
        Set<String> mentioned = mentionedIn(content);
        List<String> called = new ArrayList<>(0);
        for (Rule assistant : all) {
            boolean always = assistant.policy() == ReplyPolicy.ALWAYS || RoomPatterns.allow(assistant.always(), room);
            boolean mentions = assistant.policy() == ReplyPolicy.MENTION && mentioned.contains(lower(assistant.name()));
            if (always || mentions) {
                called.add(assistant.name());
            }
        }
        return called;
    }

    private static Set<String> mentionedIn(Content content) {
        if (content.mentions().isEmpty() && content.text().indexOf('@') < 0) {
            return Set.of(); // most messages, and each comes through here
        }
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
