package ircd.health.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One PEM file (RFC 7468) cut into its blocks; whatever stands between the blocks is ignored. */
record PemFile(String option, Path path, List<Block> blocks) {
    /** Far above any chain; keeps a wrong path (a log, a device image) out of the heap. */
    static final int MAX_BYTES = 1 << 20;

    // Not tied to line ends: `cat a.pem b.pem` without a final newline glues END and BEGIN together, and a byte order
    // mark may stand before any BEGIN.
    private static final Pattern MARKER = Pattern.compile("-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----");

    PemFile {
        blocks = List.copyOf(blocks);
    }

    /** The text between BEGIN and END, and the line of BEGIN. */
    record Block(String label, int line, String body) {
        boolean isCertificate() {
            return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
        }

        boolean isPrivateKey() {
            return label.endsWith("PRIVATE KEY");
        }

        /** Both ways of writing it: PKCS#8, and the headers of RFC 1421 over PKCS#1 and SEC 1. */
        boolean isEncrypted() {
            return label.startsWith("ENCRYPTED ") || body.contains("Proc-Type: 4,ENCRYPTED");
        }

        /** The decoded content; IllegalArgumentException when it is no base64. */
        byte[] decode() {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        }
    }

    static PemFile read(String option, Path path) throws KeyMaterialException {
        PemFile unread = new PemFile(option, path, List.of());
        byte[] bytes = unread.bytes();
        if (bytes.length == 0) {
            throw unread.refusal("the file is empty; write the PEM text into it");
        }
        if (bytes.length > MAX_BYTES) {
            throw unread.refusal("the file is larger than 1 MiB; give a PEM file");
        }
        List<Block> blocks = unread.cut(new String(bytes, StandardCharsets.ISO_8859_1));
        if (blocks.isEmpty()) {
            throw unread.refusal(
                    bytes[0] == Der.SEQUENCE
                            ? "the file is binary (DER or PKCS#12), not PEM; convert it with openssl x509, pkey or pkcs12"
                            : "the file has no PEM block (-----BEGIN ...-----); give a PEM file");
        }
        return new PemFile(option, path, blocks);
    }

    private byte[] bytes() throws KeyMaterialException {
        if (!Files.exists(path)) {
            throw refusal(
                    Files.isSymbolicLink(path)
                            ? "the symbolic link leads to no file that can be seen; mend the link or give another path"
                            : "there is no such file, or a folder above it is closed to this user; check the path");
        }
        // A pipe would block for ever, and could not be read again at a reload.
        if (!Files.isRegularFile(path)) {
            throw refusal((Files.isDirectory(path) ? "this is a directory" : "this is not a regular file")
                    + "; give the path of a PEM file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw refusal(unreadable(e), e);
        }
    }

    static String unreadable(IOException e) {
        return e instanceof AccessDeniedException
                ? "no permission to read the file; let the user that runs the service read it"
                : "the file cannot be read (" + e + "); check the path and the file system";
    }

    private List<Block> cut(String text) throws KeyMaterialException {
        List<Block> blocks = new ArrayList<>();
        Matcher marker = MARKER.matcher(text);
        int line = 1;
        int counted = 0;
        while (marker.find()) {
            if (marker.group(1).equals("END")) {
                continue;
            }
            String label = marker.group(2);
            line += lineEnds(text, counted, marker.start());
            counted = marker.start();
            int start = marker.end();
            if (!marker.find()
                    || !marker.group(1).equals("END")
                    || !marker.group(2).equals(label)) {
                throw refusal("the " + label + " block that begins in line " + line
                        + " has no END line; the file is half-written or cut off, write it again");
            }
            blocks.add(new Block(label, line, text.substring(start, marker.start())));
        }
        return blocks;
    }

    private static int lineEnds(String text, int from, int to) {
        return (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
    }

    KeyMaterialException refusal(String why) {
        return refusal(why, null);
    }

    KeyMaterialException refusal(String why, @Nullable Throwable cause) {
        return new KeyMaterialException(option + " " + path + ": " + why, cause);
    }

    KeyMaterialException damaged(Block block, Exception cause) {
        return refusal(
                "the " + block.label() + " block that begins in line " + block.line()
                        + " is damaged, cut off or of an unsupported kind; write the file again",
                cause);
    }
}
