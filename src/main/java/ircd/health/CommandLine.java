package ircd.health;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.UnixStyleUsageFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Fills option objects from arguments by JCommander. What JCommander would stop at, one mistake at a time, is looked
 * for beforehand, so that all mistakes are told at once.
 */
final class CommandLine {
    private static final int HELP_COLUMNS = 110;

    private final String command;
    private final JCommander commander;

    /** @param command whose options these are; empty for the service */
    CommandLine(String command, Object... options) {
        this.command = command;
        commander = new JCommander();
        commander.setColumnSize(HELP_COLUMNS);
        commander.setExpandAtSign(false);
        commander.setAllowParameterOverwriting(true); // the last one counts, so that a file can be overridden
        for (Object option : options) {
            commander.addObject(option);
        }
        commander.parse(); // JCommander describes its options only once it has parsed something
    }

    /**
     * {@code --option value}, {@code --option=value} and {@code @file}; a value may start with a dash.
     *
     * @return the same without files: each option that is known, and its value after it
     */
    List<String> parse(List<String> arguments, Mistakes mistakes) {
        List<String> known = new ArrayList<>();
        Deque<Argument> left = new ArrayDeque<>(OptionsFile.expand(arguments, mistakes));
        while (!left.isEmpty()) {
            Argument argument = left.remove();
            String text = argument.text();
            int equals = text.indexOf('=');
            String name = text.startsWith("-") && equals > 0 ? text.substring(0, equals) : text;
            Argument next = left.peek();
            boolean valueFollows = next != null
                    && argument.mayTake(next)
                    && option(next.text()).isEmpty();
            boolean onALine = next != null && argument.isOnALineWith(next);
            Optional<ParameterDescription> option = option(name);
            if (option.isEmpty()) {
                boolean looksLikeOption = text.startsWith("-");
                mistakes.add(argument.place()
                        + text
                        + (looksLikeOption
                                ? ": unknown option (" + (command + " --help").strip() + " lists all)"
                                : ": options start with --"));
                if (valueFollows && equals < 0 && (looksLikeOption || onALine)) {
                    left.remove(); // most likely its value, and no second mistake
                }
            } else if (isFlag(option.get())) {
                if (equals > 0) {
                    mistakes.add(text + ": " + name + " takes no value");
                } else if (valueFollows && onALine) {
                    mistakes.add(
                            argument.place() + name + " " + left.remove().text() + ": " + name + " takes no value");
                }
                known.add(name);
            } else if (equals > 0) {
                addWithValue(known, argument, name, text.substring(equals + 1), mistakes);
            } else if (!valueFollows) {
                mistakes.add(argument.place() + name + ": needs a value");
            } else {
                addWithValue(known, argument, name, left.remove().text(), mistakes);
            }
        }
        commander.parse(known.toArray(String[]::new));
        return known;
    }

    /** JCommander takes a {@code --} for the end of the options, also where a value stands. */
    private static void addWithValue(
            List<String> known, Argument option, String name, String value, Mistakes mistakes) {
        if (value.equals("--")) {
            mistakes.add(option.place() + name + " --: needs a value");
        } else {
            mistakes.place(name, option.place());
            known.addAll(List.of(name, value));
        }
    }

    /** What {@link #parse} returned, with every value of these options changed. */
    List<String> replaceValues(List<String> known, Set<String> names, UnaryOperator<String> change) {
        List<String> replaced = new ArrayList<>();
        for (Iterator<String> left = known.iterator(); left.hasNext(); ) {
            String name = left.next();
            replaced.add(name);
            if (!isFlag(option(name).orElseThrow())) {
                String value = left.next();
                replaced.add(names.contains(name) ? change.apply(value) : value);
            }
        }
        return replaced;
    }

    private Optional<ParameterDescription> option(String name) {
        return commander.getParameters().stream()
                .filter(parameter -> List.of(parameter.getParameter().names()).contains(name))
                .findFirst();
    }

    private static boolean isFlag(ParameterDescription option) {
        return option.getParameterized().getType() == boolean.class;
    }

    /** All options with their defaults. */
    String help() {
        StringBuilder text = new StringBuilder();
        new UnixStyleUsageFormatter(commander).usage(text);
        // The first line is JCommander's idea of a usage line, and it gives flags a default.
        return text.substring(text.indexOf("\n") + 1)
                .replaceAll("\\s+\\(default:\\s+false\\)", "")
                .replaceAll("(?m) +$", "");
    }
}
