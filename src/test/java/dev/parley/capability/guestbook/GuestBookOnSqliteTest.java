package dev.parley.capability.guestbook;

import java.util.Map;

class GuestBookOnSqliteTest extends GuestBookContract {
    @Override
    Map<String, String> store() {
        return Map.of();
    }
}
