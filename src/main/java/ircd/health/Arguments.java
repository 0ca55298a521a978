package ircd.health;

import java.util.ArrayList;
import java.util.List;

/** Cuts the one string that a JVM hands to an agent into arguments, at white space that is not within quotes. */
final class Arguments {
    private Arguments() {}

    static List<String> split(String text) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean started = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(character)) {
                if (started) {
                    arguments.add(argument.toString());
                    argument.setLength(0);
                    started = false;
                }
            } else if (quote == 0 && (character == '"' || character == '\'')) {
                quote = character;
                started = true;
            } else if (quote != 0 && character == quote) {
                quote = 0;
            } else {
                argument.append(character);
                started = true;
            }
        }
        if (started) {
            arguments.add(argument.toString());
        }
        return arguments;
    }
}
