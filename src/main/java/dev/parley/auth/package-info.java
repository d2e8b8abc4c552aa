/**
 * Who comes in, and what they may enter.
 *
 * <p>What it is: {@link dev.parley.auth.BearerToken} finds a token in a request, {@link dev.parley.auth.TokenAuthenticator}
 * tells whose it is ({@link dev.parley.auth.JwtVerifier} for tokens others made, {@link dev.parley.auth.SessionTokens} for our
 * own), {@link dev.parley.auth.Identity} says which rooms that person may enter, {@link dev.parley.auth.Origins} which
 * pages may ask. Who calls it: the gateway. What it promises: a token that breaks a rule of the RFCs (the clause stands at
 * the check) is refused whatever the library thinks of it; tokens and secrets reach neither a log nor a refusal's text; an
 * expired identity is never handed out. Limits: {@code config.AuthConfig}; a token has at most 8 KiB.
 */
@CheckReturnValue
package dev.parley.auth;

import com.google.errorprone.annotations.CheckReturnValue;
