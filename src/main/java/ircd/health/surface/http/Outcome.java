package ircd.health.surface.http;

/** What a request comes to, as far as its head alone decides. */
enum Outcome {
    HEALTH(0, "", true),
    INFO(200, "OK", true),
    NOT_FOUND(404, "Not Found", true),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed", true),
    BAD_REQUEST(400, "Bad Request", false),
    URI_TOO_LONG(414, "URI Too Long", false),
    HEADERS_TOO_LARGE(431, "Request Header Fields Too Large", false),
    VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported", false),
    /** A TLS record on the plain port: no answer at all. */
    NOT_HTTP(0, "", false);

    /** 0 where the head does not decide it or nothing is answered. */
    final int status;

    final String phrase;
    /** False: where the next request would begin is not certain, so the connection ends. */
    final boolean wellFormed;

    Outcome(int status, String phrase, boolean wellFormed) {
        this.status = status;
        this.phrase = phrase;
        this.wellFormed = wellFormed;
    }
}
