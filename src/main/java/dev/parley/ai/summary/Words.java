package dev.parley.ai.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits text into the words it is about: in lower case, without common words, cut to a rough stem. Pure. */
public final class Words {
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*(?:['’.-][\\p{L}\\p{N}]+)*+");
    private static final Set<String> COMMON =
            Set.of(("a about after again all also am an and any are as at be because been"
                            + " before being but by can could did do does doing done for from get go going got had has have"
                            + " he her here hers him his how i if in into is it its just let like me more most my no not now of"
                            + " off ok okay on once one only or other our ours out over own please really same she should so"
                            + " some still such than that the their theirs them then there these they thing this those to too"
                            + " under until up us very was we were what when where which while who whom why will with would"
                            + " yes yet you your yours i'm it's we'll don't i'll that's let's we're i've can't hi hello hey"
                            + " thanks thank")
                    .split(" "));
    private static final int STEM_LEAST = 3;

    private Words() {}

    /** The words that matter, in order, with repeats. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (word.find()) {
            String plain = word.group().replace('’', '\'');
            if (!COMMON.contains(plain)) {
                words.add(stem(plain));
            }
        }
        return words;
    }

    /** Good enough that {@code deploys}, {@code deployed} and {@code deploying} meet. */
    static String stem(String word) {
        String bare = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
        if (bare.endsWith("ies") && bare.length() > STEM_LEAST + 2) {
            return bare.substring(0, bare.length() - 3) + "y";
        }
        for (String ending : new String[] {"ments", "ment", "ings", "ing", "ed", "es", "s"}) {
            boolean isPlural = ending.equals("s") && !bare.endsWith("ss") && !bare.endsWith("us");
            if (bare.endsWith(ending)
                    && bare.length() - ending.length() >= STEM_LEAST
                    && (!ending.equals("s") || isPlural)) {
                return withoutEnd(bare.substring(0, bare.length() - ending.length()));
            }
        }
        return withoutEnd(bare);
    }

    /** A last {@code e} goes, so that {@code release} and {@code released} meet; so does a doubled letter. */
    private static String withoutEnd(String stem) {
        int last = stem.length() - 1;
        if (last < STEM_LEAST) {
            return stem;
        }
        boolean doubled = stem.charAt(last) == stem.charAt(last - 1) && Character.isLetter(stem.charAt(last));
        return stem.charAt(last) == 'e' || doubled ? stem.substring(0, last) : stem;
    }
}
