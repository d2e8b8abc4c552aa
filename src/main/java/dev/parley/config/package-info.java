/**
 * Every key and every limit, in one place.
 *
 * <p>What it is: records that mirror {@code conf/default.json}, and the strict reader that fills them from the default
 * file, a file of the environment and {@code PARLEY_*} variables. Who uses it: {@code Main} reads once; every other
 * package is handed its own record. What it promises: nothing starts on a configuration with a fault, and each fault is
 * one line with its path. Limits: read at start only.
 */
@CheckReturnValue
package dev.parley.config;

import com.google.errorprone.annotations.CheckReturnValue;
