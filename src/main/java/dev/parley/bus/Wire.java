package dev.parley.bus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a sealed family, or a record of one, for its way between nodes.
 *
 * <p>It is told apart from the class's name so that a class can be renamed or moved while nodes of both versions run. A
 * name that was released never changes and is never used again. Of enums travel the names of their constants.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Wire {
    String value();
}
