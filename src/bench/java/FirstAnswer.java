import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Starts a service STARTS times, and prints how long after the start of its process the first HTTPS answer and the
 * first 200 came: medians, then the least and the greatest time to 200, in milliseconds.
 *
 * <p>It asks again 2 ms after each failure. Two starts before those are not counted: they warm this JVM's own TLS.
 * Usage: FirstAnswer STARTS PORT LOG COMMAND...
 */
final class FirstAnswer {
    private static final int UNCOUNTED = 2;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    public static void main(String[] args) throws Exception {
        int starts = Integer.parseInt(args[0]);
        int port = Integer.parseInt(args[1]);
        Path log = Path.of(args[2]);
        List<String> command = Arrays.asList(args).subList(3, args.length);
        SSLContext tls = trustingAnything();

        double[] toAnswer = new double[starts];
        double[] toOk = new double[starts];
        for (int i = -UNCOUNTED; i < starts; i++) {
            long begun = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                long answered = 0;
                int status = 0;
                while (status != 200) {
                    if (!process.isAlive() || System.nanoTime() - begun > LIMIT_NANOS) {
                        throw new IllegalStateException("no 200 on port " + port + ", see " + log);
                    }
                    status = ask(tls, port);
                    if (status != 0 && answered == 0) {
                        answered = System.nanoTime();
                    }
                    if (status != 200) {
                        Thread.sleep(2);
                    }
                }
                if (i >= 0) {
                    toAnswer[i] = (answered - begun) / 1e6;
                    toOk[i] = (System.nanoTime() - begun) / 1e6;
                }
            } finally {
                process.destroy();
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
        }
        Arrays.sort(toAnswer);
        Arrays.sort(toOk);
        System.out.printf("%.0f %.0f %.0f-%.0f%n", toAnswer[starts / 2], toOk[starts / 2], toOk[0], toOk[starts - 1]);
    }

    /** The status of one GET on a connection of its own, or 0 where there was no answer. */
    private static int ask(SSLContext tls, int port) {
        try (SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write("GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String line = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            return line.length() == 12 ? Integer.parseInt(line.substring(9)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static SSLContext trustingAnything() throws Exception {
        X509TrustManager anything = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {anything}, new SecureRandom());
        return context;
    }
}
