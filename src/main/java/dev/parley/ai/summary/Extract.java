package dev.parley.ai.summary;

import dev.parley.ai.history.ChatLine;
import dev.parley.ai.history.Summariser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Summarises messages by quoting the sentences that carry most, with their authors and references. Pure. */
public final class Extract implements Summariser {
    private static final int SENTENCES_MAX = 40;

    @Override
    public String of(List<ChatLine> chatLines, long bytes) {
        List<Sentence> fitting = new ArrayList<>();
        long left = bytes;
        for (Sentence sentence : new Ranking(Sentence.of(chatLines)).chosen(SENTENCES_MAX)) {
            left -= quoted(sentence).getBytes(StandardCharsets.UTF_8).length;
            if (left < 0) {
                break;
            }
            fitting.add(sentence);
        }
        StringBuilder text = new StringBuilder();
        Ranking.inOrder(fitting).forEach(sentence -> text.append(quoted(sentence)));
        return text.toString();
    }

    private static String quoted(Sentence sentence) {
        return Quote.of(sentence.line(), sentence.text());
    }
}
