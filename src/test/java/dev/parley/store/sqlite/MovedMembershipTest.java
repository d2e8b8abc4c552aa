package dev.parley.store.sqlite;

/** The same on events that move at once, and stand in the journal for a while nevertheless. */
class MovedMembershipTest extends SqliteMembershipTest {
    MovedMembershipTest() {
        journal = 0;
    }
}
