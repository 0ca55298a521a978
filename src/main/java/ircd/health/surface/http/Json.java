package ircd.health.surface.http;

/** The info body, byte for byte as Python's {@code json.dumps} writes it: ASCII only, blanks after comma and colon. */
final class Json {
    private Json() {}

    static String info(EndpointSettings settings, boolean https) {
        return "{\"name\": \"ircd-web-health\", \"healthPath\": " + string(settings.healthPath())
                + ", \"mode\": " + string(settings.infoMode())
                + ", \"https\": " + https + "}";
    }

    private static String string(String value) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> json.append(c < 0x20 || c > 0x7E ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return json.append('"').toString();
    }
}
