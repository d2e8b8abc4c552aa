/**
 * Whose room it is, seen from outside by people who know only the contract: one who follows it, one who tries everything that it
 * does not allow, and one who was taken out and goes on as if nothing had happened.
 */
package dev.parley.stranger;
