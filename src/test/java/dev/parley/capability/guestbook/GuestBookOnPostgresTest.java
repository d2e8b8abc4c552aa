package dev.parley.capability.guestbook;

import dev.parley.testing.TestPostgres;
import java.util.Map;

class GuestBookOnPostgresTest extends GuestBookContract {
    @Override
    Map<String, String> store() {
        return Map.of("PARLEY_STORE_URL", TestPostgres.shared().newDatabase());
    }
}
