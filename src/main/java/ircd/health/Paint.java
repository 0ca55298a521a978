package ircd.health;

/** Colours for a terminal (ECMA-48): green for what counts, red for what does not; plain text for everything else. */
record Paint(boolean coloured) {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String END = "\u001b[0m";

    /** Coloured where people look on, unless they have set {@code NO_COLOR}. */
    static Paint forStandardOutput() {
        String noColor = System.getenv("NO_COLOR");
        return new Paint(Terminal.isStandardOutput() && (noColor == null || noColor.isEmpty()));
    }

    String by(boolean good, String text) {
        return coloured ? (good ? GREEN : RED) + text + END : text;
    }
}
