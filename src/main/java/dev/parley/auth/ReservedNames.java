package dev.parley.auth;

import dev.parley.config.AssistantConfig;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reserves the names of the configured assistants, which nobody else may be shown by. A name is theirs also in another
 * case or width, with accents, spaces or invisible characters in it, or written with letters of another alphabet that
 * look the same (after UTS 39 §4, for the letters that an assistant's name may hold). Immutable.
 */
public final class ReservedNames {
    /** Pairs: a letter, and the one of ASCII that it looks like. */
    private static final String ALIKE = "аaеeоoрpсcуyхxіiѕsјjԁdһhԛqԝwӏlкkтtмmнhвbгrпn"
            + "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTХXУY"
            + "αaοoρpνvιiκkυuτtεeχxηnσoωw"
            + "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX"
            + "օoոnսuհhզqցgյj"
            + "ıiɑaɡgɩiᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz"
            + "øoØOđdĐDłlŁLħhĦHŧtŦT‐-–-—-−-―-";

    private static final Map<Integer, Integer> LOOKS_LIKE = pairs();

    private final Set<String> skeletons;

    private ReservedNames(Set<String> skeletons) {
        this.skeletons = skeletons;
    }

    public static ReservedNames of(List<AssistantConfig> assistants) {
        return new ReservedNames(assistants.stream()
                .map(assistant -> skeleton(assistant.name()))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether somebody who is shown by this name could be taken for an assistant. */
    public boolean isTaken(String name) {
        return skeletons.contains(skeleton(name));
    }

    /** A user under an assistant's name is shown by the user id, and if that is one too, as a user. */
    Identity apart(Identity bearer) {
        if (!isTaken(bearer.name())) {
            return bearer;
        }
        return bearer.named(isTaken(bearer.user()) ? bearer.user() + " (user)" : bearer.user());
    }

    private static String skeleton(String name) {
        StringBuilder plain = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> !DisplayNames.isInvisible(c)
                        && !DisplayNames.isMark(c)
                        && !Character.isSpaceChar(c)
                        && c != '@')
                .map(c -> LOOKS_LIKE.getOrDefault(c, c))
                .map(Character::toUpperCase)
                .map(Character::toLowerCase)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static Map<Integer, Integer> pairs() {
        int[] letters = ALIKE.codePoints().toArray();
        Map<Integer, Integer> pairs = new HashMap<>();
        for (int i = 0; i < letters.length; i += 2) {
            pairs.put(letters[i], letters[i + 1]);
        }
        return Map.copyOf(pairs);
    }
}
