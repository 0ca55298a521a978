package ircd.health.it;

/** The public bodies, byte for byte. */
final class HealthBody {
    private HealthBody() {}

    static String of(boolean clientValid, boolean s2sValid, boolean warm) {
        return "{\"clientValid\": %b, \"s2sValid\": %b, \"routable\": %b, \"warm\": %b}"
                .formatted(clientValid, s2sValid, clientValid && s2sValid, warm);
    }
}
