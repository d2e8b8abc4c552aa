package dev.parley.protocol;

/**
 * An assistant's answer in progress.
 *
 * @param id unique
 * @param attempt from 1; rises when the answer is started again by a new owner of the room
 * @param promptSeq the message it answers
 * @param asker who may stop it beside moderators
 */
public record Turn(String room, String id, String assistant, int attempt, long promptSeq, Author asker) {}
