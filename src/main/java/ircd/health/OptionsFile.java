package ircd.health;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options from a file: {@code @/etc/ircd-health.conf}. One option per line, empty lines and {@code #} lines between. */
final class OptionsFile {
    private static final long LARGEST_BYTES = 1 << 16;

    private OptionsFile() {}

    /** The arguments with each {@code @FILE} replaced by what the file holds; a file names no further files. */
    static List<Argument> expand(List<String> arguments, Mistakes mistakes) {
        List<Argument> expanded = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("@")) {
                expanded.addAll(read(argument, mistakes));
            } else {
                expanded.add(Argument.typed(argument));
            }
        }
        return expanded;
    }

    private static List<Argument> read(String argument, Mistakes mistakes) {
        List<Argument> arguments = new ArrayList<>();
        try {
            Path file = Path.of(argument.substring(1));
            if (Files.size(file) > LARGEST_BYTES || !Files.isRegularFile(file)) {
                mistakes.addUnread(argument + ": not a file of options, one per line");
                return arguments;
            }
            Map<String, Integer> lines = new HashMap<>();
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                String place = file + ":" + ++number + ": ";
                String text = line.replace("\uFEFF", "").strip(); // some editors begin a file with this mark
                if (text.startsWith("@")) {
                    mistakes.add(place + text + ": a file cannot name another file");
                } else if (!text.isEmpty() && !text.startsWith("#")) {
                    String[] words = text.split("[\\s=]+", 2);
                    Integer before = lines.put(words[0], number);
                    if (before != null) {
                        mistakes.warn(place + words[0] + ": is in line " + before + ", too; the last one counts");
                    }
                    for (String word : words) {
                        arguments.add(new Argument(word, place));
                    }
                }
            }
        } catch (InvalidPathException e) {
            mistakes.addUnread(argument + ": must be @ and a path");
        } catch (NoSuchFileException e) {
            mistakes.addUnread(argument + ": no such file");
        } catch (AccessDeniedException e) {
            mistakes.addUnread(argument + ": permission denied");
        } catch (MalformedInputException e) {
            mistakes.addUnread(argument + ": not a text file in UTF-8");
        } catch (IOException e) {
            mistakes.addUnread(argument + ": cannot be read (" + e.getMessage() + ")");
        }
        return arguments;
    }
}
