/**
 * Regression tests of bugs that have a story.
 *
 * <p>The Javadoc of each class says what happened, who was hit and what was mended. A test belongs here when it shows
 * one bug and crosses the packages of the code; a bug of one class is tested beside that class.
 */
package dev.parley.issues;
