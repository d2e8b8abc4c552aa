package dev.parley.store;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A capability's statement, checked as far as that can be done before a store sees it. A statement that cannot be right
 * is a {@link Refusal} with {@code internal}. Immutable.
 *
 * @param sql with {@code ?} for each argument
 * @param numbered the same with {@code $1}, {@code $2}, … in their place
 * @param arguments texts, {@code Long} and null, one for each
 */
public record CheckedStatement(String sql, String numbered, List<Object> arguments) {
    public static final int STATEMENTS_MAX = 1000;

    private static final Set<String> QUERIES = Set.of("SELECT", "WITH");
    private static final Set<String> UPDATES = Set.of("INSERT", "UPDATE", "DELETE", "WITH");

    /** A statement that only reads. */
    public static CheckedStatement query(String sql, List<Object> arguments) {
        return of(QUERIES, sql, arguments);
    }

    /** Statements that change rows, in one transaction. */
    public static List<CheckedStatement> updates(List<Database.Statement> statements) {
        if (statements.size() > STATEMENTS_MAX) {
            throw Code.TOO_LARGE.refuse("a transaction of a capability has " + statements.size()
                    + " statements, more than " + STATEMENTS_MAX);
        }
        return statements.stream()
                .map(statement -> of(UPDATES, statement.sql(), statement.arguments()))
                .toList();
    }

    private static CheckedStatement of(Set<String> kinds, String sql, List<Object> arguments) {
        String kind = sql.strip().split("\\W", 2)[0].toUpperCase(Locale.ROOT);
        if (!kinds.contains(kind)) { // BEGIN, COMMIT or PRAGMA would change what the store relies on
            throw wrong("must begin with one of " + new TreeSet<>(kinds), sql);
        }
        StringBuilder numbered = new StringBuilder(sql.length() + 8);
        int parameters = number(sql, numbered);
        if (parameters != arguments.size()) {
            throw wrong("has " + parameters + " parameters and " + arguments.size() + " arguments", sql);
        }
        List<Object> values = new ArrayList<>(parameters);
        arguments.forEach(argument -> values.add(value(argument, sql)));
        return new CheckedStatement(sql, numbered.toString(), Collections.unmodifiableList(values));
    }

    private static Object value(Object argument, String sql) {
        if (argument == null || argument instanceof String || argument instanceof Long) {
            return argument;
        }
        throw wrong(
                "has an argument that is neither a text nor a long: "
                        + argument.getClass().getName(),
                sql);
    }

    /** Copies {@code sql} with its parameters numbered; returns how many there are. */
    private static int number(String sql, StringBuilder numbered) {
        int parameters = 0;
        for (int at = 0; at < sql.length(); ) {
            int end = endOfOpaque(sql, at);
            if (end > at) {
                numbered.append(sql, at, end);
                at = end;
                continue;
            }
            char c = sql.charAt(at++);
            if (c == '?') {
                numbered.append('$').append(++parameters);
            } else {
                numbered.append(c);
            }
        }
        return parameters;
    }

    /** Behind the text, quoted name or comment that begins here; {@code at} when none does. */
    private static int endOfOpaque(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"') {
            return behind(sql, String.valueOf(c), at + 1); // a doubled quote begins the next, which changes nothing
        }
        if (sql.startsWith("--", at)) {
            return behind(sql, "\n", at);
        }
        return sql.startsWith("/*", at) ? behind(sql, "*/", at + 2) : at;
    }

    private static int behind(String sql, String end, int from) {
        int found = sql.indexOf(end, from);
        return found < 0 ? sql.length() : found + end.length();
    }

    private static Refusal wrong(String problem, String sql) {
        return Code.INTERNAL.refuse("a statement of a capability " + problem + ": " + sql);
    }
}
