package dev.parley.ai.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Ranks the sentences of a conversation by how much they say, without repetition.
 *
 * <p>TF-IDF gives the weight, maximal marginal relevance the variety. Deterministic; 1,000 messages take tens of
 * milliseconds.
 */
public final class Ranking {
    private static final double NOTHING_NEW = 0.1; // of its weight is all that a sentence adds to those chosen
    private static final int CANDIDATES = 80; // variety is quadratic: only among the heaviest
    private static final double LENGTH_DAMPING = 6; // a remark of two rare words does not beat a whole thought

    private final List<Sentence> sentences;
    private final Map<String, Integer> spread = new HashMap<>();

    public Ranking(List<Sentence> sentences) {
        this.sentences = sentences;
        for (Sentence sentence : sentences) {
            new HashSet<>(sentence.words()).forEach(word -> spread.merge(word, 1, Integer::sum));
        }
    }

    /** The {@code most} best, in the order of the room. */
    public List<Sentence> best(int most) {
        return inOrder(chosen(most));
    }

    /** In the order of the room. */
    static List<Sentence> inOrder(List<Sentence> sentences) {
        return sentences.stream()
                .sorted(Comparator.comparingLong(sentence -> sentence.line().seq()))
                .toList();
    }

    /** The {@code most} best, the best first. */
    List<Sentence> chosen(int most) {
        List<Scored> candidates = sentences.stream()
                .map(this::score)
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(CANDIDATES)
                .toList();
        List<Scored> rest = new ArrayList<>(candidates);
        List<Scored> chosen = new ArrayList<>();
        while (chosen.size() < most && !rest.isEmpty()) {
            Scored next = rest.stream()
                    .max(Comparator.comparingDouble(scored -> marginal(scored, chosen)))
                    .orElseThrow();
            if (marginal(next, chosen) < NOTHING_NEW * next.score()) {
                break;
            }
            rest.remove(next);
            chosen.add(next);
        }
        return chosen.stream().map(Scored::sentence).toList();
    }

    private double marginal(Scored scored, List<Scored> chosen) {
        double likest = chosen.stream()
                .mapToDouble(other -> cosine(scored.weights(), other.weights()))
                .max()
                .orElse(0);
        return scored.score() * (1 - likest);
    }

    private Scored score(Sentence sentence) {
        Map<String, Double> weights = new HashMap<>();
        sentence.words().forEach(word -> weights.merge(word, weight(word), Double::sum));
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Scored(
                sentence, weights, sum / (LENGTH_DAMPING + sentence.words().size()));
    }

    /** A word that several sentences share carries a conversation; one that all share says nothing. */
    private double weight(String word) {
        int in = spread.get(word);
        return Math.log1p(in) * Math.log(1 + (double) sentences.size() / in);
    }

    private static double cosine(Map<String, Double> a, Map<String, Double> b) {
        double dot = 0;
        for (Map.Entry<String, Double> entry : a.entrySet()) {
            dot += entry.getValue() * b.getOrDefault(entry.getKey(), 0.0);
        }
        return dot == 0 ? 0 : dot / (norm(a) * norm(b));
    }

    private static double norm(Map<String, Double> weights) {
        return Math.sqrt(weights.values().stream().mapToDouble(w -> w * w).sum());
    }

    private record Scored(Sentence sentence, Map<String, Double> weights, double score) {}
}
