/**
 * Identity: whose a request is.
 *
 * <p>What it is: {@link dev.parley.auth.BearerToken} finds a token in a request, {@link
 * dev.parley.auth.TokenAuthenticator} finds out whose it is ({@link dev.parley.auth.JwtVerifier} for tokens that others
 * made, {@link dev.parley.auth.SessionTokens} for this node's own), {@link dev.parley.auth.Identity} says who that is
 * (what that user may do is {@code access}'s), {@link dev.parley.auth.Origins} which pages may make requests. Who calls
 * it: the gateway. What it promises: a token that breaks a rule of the RFCs (the clause stands at the check)
 * is refused whatever the library does with it;
 * tokens and secrets reach neither a log nor a refusal's text; an expired identity is never handed out.
 * Limits: {@code config.AuthConfig}; a token has at most 8 KiB.
 */
@CheckReturnValue
package dev.parley.auth;

import com.google.errorprone.annotations.CheckReturnValue;
